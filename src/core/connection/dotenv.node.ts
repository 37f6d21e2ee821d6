import { parse } from 'dotenv';

/** Variables of a `.env` file. Later lines win; nothing is expanded. */
export function parseDotenv(text: string): Readonly<Record<string, string | undefined>> {
  return parse(text);
}
