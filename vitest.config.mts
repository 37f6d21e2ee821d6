import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 10_000 },
      },
      {
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          globalSetup: 'test/ui/support/globalSetup.ts',
          testTimeout: 120_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'notebooks',
          include: ['test/notebooks/**/*.test.ts'],
          globalSetup: 'test/notebooks/support/globalSetup.ts',
          maxConcurrency: 2,
          testTimeout: 180_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: { name: 'spark', include: ['test/spark/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 900_000 },
      },
    ],
  },
});
