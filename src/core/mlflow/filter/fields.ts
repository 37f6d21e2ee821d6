import {
  ATTRIBUTES,
  DATASET_KEYS,
  LIST_OPERATORS,
  NULL_OPERATORS,
  NUMBER_OPERATORS,
  TEXT_OPERATORS,
  type AttributeName,
  type DatasetKey,
  type Field,
  type Operator,
} from './ast';

const ENTITIES: ReadonlyMap<string, Field['kind']> = new Map([
  ['metric', 'metric'],
  ['metrics', 'metric'],
  ['param', 'param'],
  ['params', 'param'],
  ['parameter', 'param'],
  ['parameters', 'param'],
  ['tag', 'tag'],
  ['tags', 'tag'],
  ['attr', 'attribute'],
  ['attribute', 'attribute'],
  ['attributes', 'attribute'],
  ['run', 'attribute'],
  ['dataset', 'dataset'],
  ['datasets', 'dataset'],
]);

const ATTRIBUTE_ALIASES: ReadonlyMap<string, AttributeName> = new Map([
  ['created', 'start_time'],
  ['Created', 'start_time'],
  ['run name', 'run_name'],
  ['Run name', 'run_name'],
  ['Run Name', 'run_name'],
]);

/** What stands before the dot: `metrics`, `params` and their other spellings. MLflow takes them in lower case only. */
export function entityOf(word: string): Field['kind'] | undefined {
  return ENTITIES.get(word);
}

export function attributeOf(name: string): AttributeName | undefined {
  return Object.hasOwn(ATTRIBUTES, name) ? (name as AttributeName) : ATTRIBUTE_ALIASES.get(name);
}

export function datasetKeyOf(name: string): DatasetKey | undefined {
  return DATASET_KEYS.find((key) => key === name);
}

export function isNumeric(field: Field): boolean {
  return field.kind === 'metric' || (field.kind === 'attribute' && ATTRIBUTES[field.key] === 'number');
}

/** The operators that MLflow takes for a field. */
export function operatorsOf(field: Field): readonly Operator[] {
  if (isNumeric(field)) {
    return NUMBER_OPERATORS;
  }
  switch (field.kind) {
    case 'param':
    case 'tag':
      return [...TEXT_OPERATORS, ...NULL_OPERATORS];
    case 'dataset':
      return [...TEXT_OPERATORS, ...LIST_OPERATORS];
    default:
      return field.key === 'run_id' ? [...TEXT_OPERATORS, ...LIST_OPERATORS] : TEXT_OPERATORS;
  }
}

/** Words that the server's SQL parser keeps for itself, so that a name with one of them needs backticks. */
export const RESERVED: ReadonlySet<string> = new Set(['case', 'in', 'values', 'using', 'from', 'as']);
