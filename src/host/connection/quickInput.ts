import * as vscode from 'vscode';
import { withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';

/** The person went one step back. */
export const BACK = Symbol('back');

/** An answer, a step back, or undefined when the person left. */
export type Answer<T> = T | typeof BACK | undefined;

interface StepOptions {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
}

export interface TextStep extends StepOptions {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** Why a text can't be taken. */
  readonly problem?: (text: string) => string | undefined;
}

const MAX_TEXT = 600;

/** Asks for a line of text. */
export async function askText(options: TextStep): Promise<Answer<string>> {
  const parts = new Disposables();
  const input = parts.add(vscode.window.createInputBox());
  applyStep(input, options);
  // VS Code makes links and icons of what is in these texts: names of a server or a workspace must not bring any.
  input.prompt = withoutIcons(options.prompt, MAX_TEXT);
  input.value = options.value ?? '';
  input.password = options.password ?? false;
  input.placeholder = options.placeholder;
  parts.add(
    input.onDidChangeValue(() => {
      input.validationMessage = undefined;
    }),
  );
  return new Promise<Answer<string>>((resolve) => {
    parts.add(
      input.onDidAccept(() => {
        const problem = options.problem?.(input.value);
        input.validationMessage = problem === undefined ? undefined : withoutIcons(problem, MAX_TEXT);
        if (problem === undefined) {
          resolve(input.value);
        }
      }),
    );
    endWith(input, parts, resolve);
    input.show();
  }).finally(() => {
    parts.dispose();
  });
}

export interface PickStep<T extends vscode.QuickPickItem> extends StepOptions {
  readonly placeholder: string;
  readonly items: readonly T[];
}

/** Asks for one of several items. */
export async function askPick<T extends vscode.QuickPickItem>(options: PickStep<T>): Promise<Answer<T>> {
  const parts = new Disposables();
  const pick = parts.add(vscode.window.createQuickPick<T>());
  applyStep(pick, options);
  pick.placeholder = options.placeholder;
  pick.items = options.items;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return new Promise<Answer<T>>((resolve) => {
    parts.add(
      pick.onDidAccept(() => {
        const [picked] = pick.selectedItems;
        if (picked !== undefined) {
          resolve(picked);
        }
      }),
    );
    endWith(pick, parts, resolve);
    pick.show();
  }).finally(() => {
    parts.dispose();
  });
}

type Input = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

function applyStep(
  input: Pick<Input, 'title' | 'step' | 'totalSteps' | 'ignoreFocusOut' | 'buttons'>,
  options: StepOptions,
): void {
  input.title = options.title;
  input.step = options.step;
  input.totalSteps = options.totalSteps;
  // A password manager or a browser with the token takes the focus.
  input.ignoreFocusOut = true;
  input.buttons = (options.step ?? 1) > 1 ? [vscode.QuickInputButtons.Back] : [];
}

function endWith<T>(
  input: Pick<Input, 'onDidHide' | 'onDidTriggerButton'>,
  parts: Disposables,
  resolve: (answer: Answer<T>) => void,
): void {
  parts.add(
    input.onDidTriggerButton(() => {
      resolve(BACK);
    }),
  );
  parts.add(
    input.onDidHide(() => {
      resolve(undefined);
    }),
  );
}
