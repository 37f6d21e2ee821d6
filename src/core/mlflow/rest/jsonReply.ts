import * as v from 'valibot';
import { singleLine } from '../../text/safeText';
import { Failure, type Peer } from './failure';
import { withoutSecrets } from './secrets';

/** Parses the text of a successful answer as the JSON object that MLflow's API answers with. */
export function parseJsonReply(text: string, peer: Peer): object {
  const start = text.slice(0, 200).trim();
  // MLflow's own client takes these for an empty reply as well.
  if (start === '' || start === '200 OK') {
    return {};
  }
  if (start.startsWith('<')) {
    throw notMlflow(peer.host, 'a web page');
  }
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? singleLine(withoutSecrets(error.message, peer.secrets), 150) : '';
    throw badJson(`${peer.host} answered with broken JSON (${reason})`);
  }
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) {
    throw badJson(`${peer.host} answered with JSON that is not an object`);
  }
  return reply;
}

function notMlflow(host: string, answer: string): Failure {
  return new Failure(
    'not-mlflow',
    `${host} answered with ${answer}, not as MLflow does`,
    'Check the address and its path; a page to sign in may stand before the server.',
  );
}

/** The failure for JSON that is not what MLflow answers with. */
export function unexpectedReply(host: string, issue: v.BaseIssue<unknown>): Failure {
  const where = singleLine(v.getDotPath(issue) ?? 'the whole', 100);
  const expected = singleLine(issue.expected ?? 'another value', 100);
  return badJson(`${host} answered with unexpected JSON (${where}: ${expected} was expected)`);
}

function badJson(what: string): Failure {
  return new Failure('bad-json', what, 'Check that the address leads to an MLflow server, and what lies between.');
}
