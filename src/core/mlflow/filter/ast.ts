export const ATTRIBUTES = {
  run_id: 'text',
  run_name: 'text',
  user_id: 'text',
  status: 'text',
  artifact_uri: 'text',
  start_time: 'number',
  end_time: 'number',
} as const;

export type AttributeName = keyof typeof ATTRIBUTES;

export const DATASET_KEYS = ['name', 'digest', 'context'] as const;
export type DatasetKey = (typeof DATASET_KEYS)[number];

/** What a clause looks at. */
export type Field =
  | { readonly kind: 'metric' | 'param' | 'tag'; readonly key: string }
  | { readonly kind: 'attribute'; readonly key: AttributeName }
  | { readonly kind: 'dataset'; readonly key: DatasetKey };

export const NUMBER_OPERATORS = ['=', '!=', '>', '>=', '<', '<='] as const;
type NumberOperator = (typeof NUMBER_OPERATORS)[number];

export const TEXT_OPERATORS = ['=', '!=', 'LIKE', 'ILIKE'] as const;
type TextOperator = (typeof TEXT_OPERATORS)[number];

export const LIST_OPERATORS = ['IN', 'NOT IN'] as const;
export type ListOperator = (typeof LIST_OPERATORS)[number];

export const NULL_OPERATORS = ['IS NULL', 'IS NOT NULL'] as const;
type NullOperator = (typeof NULL_OPERATORS)[number];

export type Operator = NumberOperator | TextOperator | ListOperator | NullOperator;

/** One comparison. Texts are what stands between the quotes, unchanged: MLflow resolves no escapes there. */
export type Clause =
  | { readonly kind: 'number'; readonly field: Field; readonly operator: NumberOperator; readonly value: number }
  | { readonly kind: 'text'; readonly field: Field; readonly operator: TextOperator; readonly value: string }
  | {
      readonly kind: 'list';
      readonly field: Field;
      readonly operator: ListOperator;
      readonly values: readonly string[];
    }
  | { readonly kind: 'null'; readonly field: Field; readonly operator: NullOperator };

/** A filter of runs: all of the clauses hold. */
export interface Filter {
  readonly clauses: readonly Clause[];
}
