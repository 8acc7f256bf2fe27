import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      { extends: true, test: { name: 'house', include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tests/*.test.ts', 'tests/*.test.tsx'], exclude: ['tests/crash.test.ts'], globalSetup: ['tests/setup.ts'], testTimeout: 180_000, hookTimeout: 300_000, maxWorkers: 2 } },
      { extends: true, test: { name: 'crash', include: ['tests/crash.test.ts'], testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false } },
      { extends: true, test: { name: 'journeys', include: ['tests/journeys/*.spec.ts'], testTimeout: 180_000, hookTimeout: 300_000, fileParallelism: false } },
    ],
  },
})
