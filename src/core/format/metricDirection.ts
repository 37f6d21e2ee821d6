const LOWER_IS_BETTER =
  /(?:^|[^a-z])(?:loss|error|err|rmse|mse|mae|mape|latency|duration|time|perplexity|ppl|wer|cer|nll|logloss|crossentropy)(?:$|[^a-z])/u;

/** Whether a smaller value is the better one, told from the metric's name. */
export function isLowerBetter(metric: string): boolean {
  const words = metric.replace(/([a-z])([A-Z])/gu, '$1_$2').toLowerCase();
  return LOWER_IS_BETTER.test(words) || /(?:loss|error|rmse|latency)/u.test(words);
}

/** The better of two values; NaN loses. */
export function betterOf(metric: string, a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number.isNaN(a) ? b : a;
  }
  return isLowerBetter(metric) ? Math.min(a, b) : Math.max(a, b);
}
