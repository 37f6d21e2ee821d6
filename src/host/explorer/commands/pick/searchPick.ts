import * as vscode from 'vscode';
import { isCancelled } from '../../../../core/mlflow/errors';
import { Disposables } from '../../../shared/disposables';
import { failureText } from '../../../shared/showError';

/** Something to pick. */
interface Found<T> {
  readonly label: string;
  readonly description: string;
  readonly value: T;
}

export interface SearchPick<T> {
  readonly title: string;
  readonly placeholder: string;
  /** What has the text in its name. */
  readonly find: (text: string, signal: AbortSignal) => Promise<readonly Found<T>[]>;
}

interface Item<T> extends vscode.QuickPickItem {
  readonly found?: Found<T>;
}

const TYPING_PAUSE_MS = 200;

/** Lets a person pick one of many things, found by the server while they type. */
export async function searchPick<T>({ title, placeholder, find }: SearchPick<T>): Promise<T | undefined> {
  const parts = new Disposables();
  const pick = parts.add(vscode.window.createQuickPick<Item<T>>());
  pick.title = title;
  pick.placeholder = placeholder;
  let current = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const search = async (): Promise<void> => {
    current.abort();
    const controller = new AbortController();
    current = controller;
    pick.busy = true;
    const items = await itemsFor(find, pick.value, controller.signal);
    if (!controller.signal.aborted) {
      pick.items = items;
      pick.busy = false;
    }
  };
  try {
    return await new Promise<T | undefined>((resolve) => {
      parts.add(
        pick.onDidChangeValue(() => {
          clearTimeout(timer);
          timer = setTimeout(() => void search(), TYPING_PAUSE_MS);
        }),
      );
      parts.add(
        pick.onDidAccept(() => {
          const [picked] = pick.selectedItems;
          if (picked?.found !== undefined) {
            resolve(picked.found.value);
          }
        }),
      );
      parts.add(
        pick.onDidHide(() => {
          resolve(undefined);
        }),
      );
      pick.show();
      void search();
    });
  } finally {
    clearTimeout(timer);
    current.abort();
    parts.dispose();
  }
}

async function itemsFor<T>(
  find: SearchPick<T>['find'],
  text: string,
  signal: AbortSignal,
): Promise<readonly Item<T>[]> {
  try {
    const found = await find(text.trim(), signal);
    return found.length === 0
      ? [{ label: vscode.l10n.t('Nothing has this name.'), alwaysShow: true }]
      : found.map((each) => ({ label: each.label, description: each.description, alwaysShow: true, found: each }));
  } catch (error) {
    return isCancelled(error)
      ? []
      : [{ label: failureText(vscode.l10n.t('Couldn’t search.'), error), alwaysShow: true }];
  }
}
