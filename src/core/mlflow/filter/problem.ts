/** Why a filter is not one, and where. */
export class FilterProblem extends Error {
  constructor(
    message: string,
    /** Of the character at fault, from 0. */
    readonly offset: number,
  ) {
    super(message);
  }
}
