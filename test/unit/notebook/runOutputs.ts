/** An output of a logged cell, as the kernel's package writes it. */
export function runOutput(change: Readonly<Record<string, unknown>> = {}) {
  return {
    version: 1,
    tracking_uri: 'http://127.0.0.1:5000' as string | null,
    run: {
      run_id: '7f3a91c2b4d5e6f708192a3b4c5d6e7f',
      run_name: 'trial-17',
      experiment_id: '1',
      experiment_name: 'credit-risk',
      status: 'FINISHED',
      start_time: 1_795_200_000_000,
      end_time: 1_795_201_182_000 as number | null,
      parent_run_id: null,
    },
    cell: { id: 'abc', execution_count: 7 },
    previous_run_id: '00000000000000000000000000000001' as string | null,
    params: [
      ['dropout', '0.12'],
      ['optimizer', 'adamw'],
    ],
    param_count: 16,
    metrics: [
      {
        key: 'val_auc',
        value: 0.8731,
        step: 3,
        points: [
          [0, 0.7],
          [1, 0.81],
          [2, 0.86],
          [3, 0.8731],
        ],
        previous: 0.8519,
      },
      {
        key: 'val_loss',
        value: 0.3102,
        step: 3,
        points: [
          [0, 0.6],
          [1, 0.4],
          [2, 0.33],
          [3, 0.3102],
        ],
        previous: 0.3348,
      },
    ],
    metric_count: 2,
    changed_params: [
      { key: 'dropout', before: '0.20', after: '0.12' },
      { key: 'optimizer', before: 'adam', after: 'adamw' },
    ],
    models: [{ name: 'model', model_id: 'm-1', registered: { name: 'iris', version: '3', alias: 'challenger' } }],
    artifact_count: 11 as number | null,
    children: 0,
    error: null as { type: string; message: string } | null,
    notices: [] as string[],
    ...change,
  };
}
