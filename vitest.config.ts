import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    // Against hanging alone: how long a test takes is no test.
    testTimeout: 180_000,
  },
});
