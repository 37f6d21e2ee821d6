import * as v from 'valibot';
import type { ArtifactEntry } from '../../entities';
import { page } from './page';
import { OptionalCount } from './values';

const FileInfo = v.pipe(
  v.object({ path: v.string(), is_dir: v.nullish(v.boolean(), false), file_size: OptionalCount }),
  v.transform((file): ArtifactEntry => ({
    path: file.path,
    isDirectory: file.is_dir,
    // Left out for an empty file too, which can't be told from one whose store does not tell.
    size: file.is_dir ? undefined : file.file_size,
  })),
);

/** Reply of `artifacts/list`, and of a logged model's `artifacts/directories`. */
export const ArtifactPage = page('files', FileInfo);
