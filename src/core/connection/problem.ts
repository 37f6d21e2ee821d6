import type { MlflowError } from '../mlflow/errors';
import type { Account } from './account';
import { formatDuration } from '../format/time';
import { singleLine } from '../text/safeText';
import { describeAccount } from './account';

/** What was tried, what came back, and with which account, in one paragraph for a person. */
export function describeProblem(error: MlflowError, label: string, account: Account | undefined): string {
  const { details } = error;
  const parts = [singleLine(error.message, 600)];
  if (error.kind === 'unauthorized' && account !== undefined) {
    parts.unshift(`${singleLine(label, 80)} did not accept ${describeAccount(account)}.`);
  }
  parts.push(`Tried: ${singleLine(details.action, 120)}, ${singleLine(details.url, 300)}${tries(error)}.`);
  const came = [statusText(details.status), details.code === undefined ? '' : singleLine(details.code, 80)];
  const cameBack = came.filter((text) => text !== '').join(', ');
  if (cameBack !== '') {
    parts.push(`Came back: ${cameBack}.`);
  }
  return parts.join(' ');
}

function tries({ details: { attempts, elapsedMs } }: MlflowError): string {
  const count = attempts === undefined ? '' : ` ${attempts} ${attempts === 1 ? 'time' : 'times'}`;
  const time = elapsedMs === undefined ? '' : ` in ${formatDuration(elapsedMs)}`;
  return count === '' && time === '' ? '' : `,${count}${time}`;
}

function statusText(status: number | undefined): string {
  return status === undefined ? '' : `status ${status}`;
}
