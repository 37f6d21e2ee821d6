import * as v from 'valibot';
import type { Page } from '../../entities';
import type { ReplySchema } from '../replySchema';
import { list, OptionalText } from './values';

/** Reply of a search: its list under `name`, and the next page's token unless it is the last. */
export function page<T>(name: string, item: ReplySchema<T>): ReplySchema<Page<T>> {
  return v.pipe(
    v.object({ [name]: list(item), next_page_token: OptionalText }),
    v.transform((reply): Page<T> => {
      const items = reply[name] as T[];
      const nextPageToken = reply.next_page_token as string | undefined;
      return nextPageToken === undefined ? { items } : { items, nextPageToken };
    }),
  );
}

/** Reply that holds one entity under `name`. */
export function single<T>(name: string, item: ReplySchema<T>): ReplySchema<T> {
  return v.pipe(
    v.object({ [name]: item }),
    v.transform((reply) => reply[name] as T),
  );
}
