// Characters that MLflow's LIKE, its quoting, or a database's idea of upper and lower case treat in a way of their own.
const UNSURE = /[^\p{ASCII}]|['"%_\\]/gu;

/** MLflow's filter for what has the text in its name: it may let more pass, which {@link nameContains} sorts out. */
export function nameFilter(text: string, attribute = 'name'): string {
  return `${attribute} ILIKE '%${text.trim().replace(UNSURE, '_')}%'`;
}

/** Whether the name contains the text, whatever the case. */
export function nameContains(name: string, text: string): boolean {
  return name.toLowerCase().includes(text.trim().toLowerCase());
}
