import { quoteText } from '../mlflow/filter/printFilter';

// Quotes and backslashes have no escape in MLflow's filters; LIKE takes any one character for them.
const UNQUOTABLE = /['"\\]/gu;

/** MLflow's filter for the versions of a model: it may let those of a similar name pass, so look at theirs too. */
export function versionsFilter(name: string): string {
  const quoted = quoteText(name);
  return quoted === undefined ? `name LIKE '${name.replace(UNQUOTABLE, '_')}'` : `name = ${quoted}`;
}
