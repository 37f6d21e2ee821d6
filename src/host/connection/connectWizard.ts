import * as vscode from 'vscode';
import { addressProblem } from '../../core/connection/candidates';
import type { SavedConnection } from '../../core/connection/savedConnections';
import type { KeyValue } from '../../core/mlflow/entities';
import { headerProblem } from '../../core/mlflow/rest/headers';
import type { Credentials } from '../../core/mlflow/rest/options';
import { parseTrackingUri } from '../../core/mlflow/trackingUri';
import { askPick, askText, BACK, type Answer } from './quickInput';

/** What the person told about a new connection. */
export interface Draft {
  readonly connection: SavedConnection;
  readonly credentials?: Credentials;
  readonly header?: KeyValue;
}

type SignIn = 'none' | 'basic' | 'token' | 'header';

interface Answers {
  uri: string;
  name: string;
  signIn: SignIn;
  account: string;
  secret: string;
}

type Step = (answers: Answers, at: Place) => Promise<Answer<Partial<Answers>>>;

interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

const FIRST_STEPS: readonly Step[] = [askAddress, askName, askSignIn];

const SIGN_IN_STEPS: Readonly<Record<SignIn, readonly Step[]>> = {
  none: [],
  basic: [askUsername, askSecret],
  token: [askSecret],
  header: [askHeaderName, askSecret],
};

/** Asks for address, name and how to sign in, with a way back at each step; undefined when the person left. */
export async function askConnection(taken: readonly string[], proposed = ''): Promise<Draft | undefined> {
  const answers: Answers = { uri: proposed, name: '', signIn: 'none', account: '', secret: '' };
  const title = vscode.l10n.t('Connect to an MLflow Server');
  return (await ask(answers, title, stepsFor)) ? draftOf(answers, taken) : undefined;
}

/** Asks for a user name and a password for the server at `uri`; undefined when the person left. */
export async function askAccount(title: string, uri: string, username: string): Promise<Credentials | undefined> {
  const answers: Answers = { uri, name: '', signIn: 'basic', account: username, secret: '' };
  const answered = await ask(answers, title, () => SIGN_IN_STEPS.basic);
  return answered ? { kind: 'basic', username: answers.account, password: answers.secret } : undefined;
}

/** Asks for a token for the server at `uri`; undefined when the person left. */
export async function askToken(title: string, uri: string): Promise<Credentials | undefined> {
  const answers: Answers = { uri, name: '', signIn: 'token', account: '', secret: '' };
  return (await ask(answers, title, () => SIGN_IN_STEPS.token)) ? { kind: 'bearer', token: answers.secret } : undefined;
}

/** Asks for a header and its value for the server at `uri`; undefined when the person left. */
export async function askHeader(title: string, uri: string): Promise<KeyValue | undefined> {
  const answers: Answers = { uri, name: '', signIn: 'header', account: '', secret: '' };
  const answered = await ask(answers, title, () => SIGN_IN_STEPS.header);
  return answered ? { key: answers.account, value: answers.secret } : undefined;
}

// Earlier answers decide which steps follow. True when all were answered.
async function ask(answers: Answers, title: string, stepsOf: (answers: Answers) => readonly Step[]): Promise<boolean> {
  let index = 0;
  for (let step = stepsOf(answers)[0]; step !== undefined; step = stepsOf(answers)[index]) {
    const answer = await step(answers, { title, step: index + 1, totalSteps: stepsOf(answers).length });
    if (answer === undefined) {
      return false;
    }
    if (answer !== BACK) {
      Object.assign(answers, answer);
    }
    index += answer === BACK ? -1 : 1;
  }
  return true;
}

function stepsFor({ uri, signIn }: Answers): readonly Step[] {
  const needsSignIn = uri === '' || parseTrackingUri(uri).kind === 'http';
  return needsSignIn ? [...FIRST_STEPS, ...SIGN_IN_STEPS[signIn]] : FIRST_STEPS.slice(0, 2);
}

async function askAddress(answers: Answers, at: Place): Promise<Answer<Partial<Answers>>> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const uri = await askText({
    ...at,
    prompt: vscode.l10n.t('Address of the MLflow server'),
    placeholder: 'https://mlflow.example.org',
    value: answers.uri,
    problem: (text) => addressProblem(text, folder),
  });
  return wrap(uri, (text) => ({ uri: text.trim() }));
}

async function askName(answers: Answers, at: Place): Promise<Answer<Partial<Answers>>> {
  const parsed = parseTrackingUri(answers.uri);
  const name = await askText({
    ...at,
    prompt: vscode.l10n.t('Name of the connection, as the status bar shows it'),
    value: answers.name === '' && parsed.kind === 'http' ? new URL(parsed.baseUrl).host : answers.name,
    problem: (text) => (text.trim() === '' ? vscode.l10n.t('A connection needs a name.') : undefined),
  });
  return wrap(name, (text) => ({ name: text.trim() }));
}

async function askSignIn(_answers: Answers, at: Place): Promise<Answer<Partial<Answers>>> {
  const kinds: readonly (vscode.QuickPickItem & { signIn: SignIn })[] = [
    {
      signIn: 'none',
      label: vscode.l10n.t('As MLflow Does'),
      description: vscode.l10n.t('no account, or the one in ~/.mlflow/credentials'),
    },
    { signIn: 'basic', label: vscode.l10n.t('User Name and Password') },
    { signIn: 'token', label: vscode.l10n.t('Token'), description: 'Authorization: Bearer …' },
    {
      signIn: 'header',
      label: vscode.l10n.t('Custom Header'),
      description: vscode.l10n.t('for a gateway or a plugin'),
    },
  ];
  const placeholder = vscode.l10n.t('How to sign in');
  return wrap(await askPick({ ...at, placeholder, items: kinds }), ({ signIn }) => ({ signIn }));
}

async function askUsername(answers: Answers, at: Place): Promise<Answer<Partial<Answers>>> {
  const account = await askText({
    ...at,
    prompt: vscode.l10n.t('User name'),
    value: answers.account,
    problem: (text) => (text === '' ? vscode.l10n.t('The user name is empty.') : undefined),
  });
  return wrap(account, (text) => ({ account: text }));
}

async function askHeaderName(answers: Answers, at: Place): Promise<Answer<Partial<Answers>>> {
  const account = await askText({
    ...at,
    prompt: vscode.l10n.t('Name of the header'),
    placeholder: 'X-Api-Key',
    value: answers.account,
    problem: (text) => headerProblem({ key: text.trim(), value: '' }),
  });
  return wrap(account, (text) => ({ account: text.trim() }));
}

async function askSecret({ uri, signIn, account }: Answers, at: Place): Promise<Answer<Partial<Answers>>> {
  const secret = await askText({
    ...at,
    prompt: `${secretPrompt(signIn, account)} ${transportNote(uri)}`,
    password: true,
    problem: (text) => secretProblem(text, signIn, account),
  });
  return wrap(secret, (text) => ({ secret: text }));
}

function secretPrompt(signIn: SignIn, account: string): string {
  switch (signIn) {
    case 'basic':
      return vscode.l10n.t('Password of “{0}”.', account);
    case 'header':
      return vscode.l10n.t('Value of {0}.', account);
    default:
      return vscode.l10n.t('Token.');
  }
}

/** Says where a secret is kept, and when it would travel in the open. */
function transportNote(uri: string): string {
  const parsed = parseTrackingUri(uri);
  const url = parsed.kind === 'http' ? new URL(parsed.origin) : undefined;
  const open = url?.protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return open
    ? vscode.l10n.t('It is kept in the secret storage. This address is http: it travels unencrypted.')
    : vscode.l10n.t('It is kept in the secret storage, for this server only.');
}

function secretProblem(text: string, signIn: SignIn, account: string): string | undefined {
  if (text === '') {
    return vscode.l10n.t('The field is empty.');
  }
  return signIn === 'header' ? headerProblem({ key: account, value: text }) : undefined;
}

function draftOf({ uri, name, signIn, account, secret }: Answers, taken: readonly string[]): Draft {
  const connection = { name: freeName(name, taken), uri };
  switch (signIn) {
    case 'none':
      return { connection };
    case 'basic':
      return { connection, credentials: { kind: 'basic', username: account, password: secret } };
    case 'token':
      return { connection, credentials: { kind: 'bearer', token: secret } };
    case 'header':
      return { connection, header: { key: account, value: secret } };
  }
}

/** `name`, with a number behind it when it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) {
    free = `${name} ${number}`;
  }
  return free;
}

function wrap<T, R>(answer: Answer<T>, map: (value: T) => R): Answer<R> {
  if (answer === undefined) {
    return undefined;
  }
  return answer === BACK ? BACK : map(answer);
}
