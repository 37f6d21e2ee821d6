/** The licences of the packages that are bundled, as their authors ask for with every copy. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import * as v from 'valibot';

/** By the identifier in a package's manifest, words that the text of that licence has. */
const PERMISSIVE: Readonly<Record<string, string>> = {
  MIT: 'Permission is hereby granted, free of charge',
  'MIT-0': 'Permission is hereby granted, free of charge',
  ISC: 'Permission to use, copy, modify, and/or distribute',
  '0BSD': 'Permission to use, copy, modify, and/or distribute',
  'BSD-2-Clause': 'Redistribution and use in source and binary forms',
  'BSD-3-Clause': 'Redistribution and use in source and binary forms',
  'Apache-2.0': 'Apache License',
};

/** What a package has compiled in without its licence beside it. */
const WITHIN: Readonly<Record<string, string>> = {
  undici: 'undici contains llhttp, Copyright Fedor Indutny, 2018, under the MIT License as above.',
};

/** Projects whose packages come without the text of their licence, by the beginning of the packages' names. */
const KEPT_HERE: Readonly<Record<string, string>> = {
  '@jupyterlab/': 'scripts/bundling/licences/jupyter.txt',
  '@lumino/': 'scripts/bundling/licences/jupyter.txt',
};

const RULE = '-'.repeat(80);
const LICENSE_FILE = /^licen[cs]e(?:[-.](?:md|txt|mit|bsd|apache))?$/iu;
const NOTICE_FILE = /^notice(?:\.(?:md|txt))?$/iu;

const PackageSchema = v.object({ name: v.string(), version: v.string(), license: v.optional(v.string(), '') });

/**
 * The notices for all packages of which something is in the bundled files, by name. Throws where one has no permissive
 * licence, or no text of it: such a package can't be shipped.
 */
export async function thirdPartyNotices({ outputs }: Pick<Metafile, 'outputs'>): Promise<string> {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const folders = [...new Set(used.flatMap(([path]) => packageFolder(path) ?? []))].sort();
  const notices = await Promise.all(folders.map(noticeOf));
  const intro = 'Runlens contains code of the packages below. Each is under its own licence, which follows its name.';
  return [intro, ...new Set(notices), ''].join('\n\n');
}

/** `node_modules/@scope/name`, the innermost one; undefined for a source file of our own. */
function packageFolder(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0];
}

async function noticeOf(folder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = v.parse(PackageSchema, manifest);
  const files = await readdir(folder);
  const kept = Object.entries(KEPT_HERE).find(([project]) => name.startsWith(project))?.[1];
  const paths = files.filter((file) => LICENSE_FILE.test(file)).map((file) => join(folder, file));
  const texts = await Promise.all((kept === undefined ? paths : [kept]).map((path) => readFile(path, 'utf8')));
  const words = PERMISSIVE[license];
  if (words === undefined || !texts.some((text) => text.replace(/\s+/gu, ' ').includes(words))) {
    throw new Error(
      `${folder} is bundled, and ${refusal(license, texts)}. Bundle another package, or teach ` +
        'scripts/bundling/thirdPartyNotices.ts its licence if it is as permissive as those there.',
    );
  }
  const notice = await Promise.all(
    files.filter((file) => NOTICE_FILE.test(file)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  const all = [...texts, ...notice, ...(WITHIN[name] === undefined ? [] : [WITHIN[name]])];
  return [RULE, `${name} ${version} (${license})`, ...all.map((text) => text.trim())].join('\n\n');
}

function refusal(license: string, texts: readonly string[]): string {
  if (license === '') {
    return 'its manifest names no licence';
  }
  return PERMISSIVE[license] === undefined || texts.length > 0
    ? `its licence, ${license}, is not one of ${Object.keys(PERMISSIVE).join(', ')}, or its text is another one’s`
    : `the text of its licence, ${license}, is not in it`;
}
