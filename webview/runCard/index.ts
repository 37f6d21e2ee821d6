/** The notebook renderer `runlens.runCard`: draws outputs of logged cells. It loads nothing and sends nothing but messages. */
import type { ActivationFunction } from 'vscode-notebook-renderer';
import { readRunOutput } from '../../src/core/notebook/runOutput';
import { CardElement } from './cardElement';
import { HostLink } from './hostLink';

const NAME = 'runlens-run-card';

export const activate: ActivationFunction = (context) => {
  if (customElements.get(NAME) === undefined) {
    customElements.define(NAME, CardElement);
  }
  const link = new HostLink(context);
  return {
    renderOutputItem(item, element) {
      const known = element.firstElementChild;
      const card = known instanceof CardElement ? known : new CardElement();
      card.link = link;
      card.read = readRunOutput(item.data());
      if (card !== known) {
        element.replaceChildren(card);
      }
    },
  };
};
