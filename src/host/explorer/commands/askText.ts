import * as vscode from 'vscode';
import { MlflowError } from '../../../core/mlflow/errors';
import { failureText } from '../../shared/showError';

/** A text that a person types, and what is done with it. */
export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  /** What is wrong with a text, or undefined. */
  readonly validate: (text: string) => string | undefined;
  /** What failed, as a sentence: `Couldn’t rename the run.` */
  readonly failed: string;
  readonly write: (text: string) => Promise<void>;
}

const CORRECTABLE = new Set<MlflowError['kind']>(['already-exists', 'invalid-request']);

/** What was typed can't be written, and something else can. */
export class UnfitText extends Error {}

/** Asks for a text and writes it. What the server refuses can be corrected: the text stays as it was typed. */
export async function askText(question: TextQuestion): Promise<string | undefined> {
  let { value } = question;
  let problem: string | undefined;
  for (;;) {
    const typed = await vscode.window.showInputBox({
      title: question.title,
      prompt: problem ?? question.prompt,
      value,
      ignoreFocusOut: true,
      validateInput: question.validate,
    });
    if (typed === undefined) {
      return undefined;
    }
    try {
      await question.write(typed);
      return typed;
    } catch (error) {
      if (!isCorrectable(error)) {
        throw error;
      }
      value = typed;
      problem = failureText(question.failed, error);
    }
  }
}

function isCorrectable(error: unknown): boolean {
  return error instanceof UnfitText || (error instanceof MlflowError && CORRECTABLE.has(error.kind));
}
