module.exports = {
  ...require('worldline/jest-preset'),
  testTimeout: 60_000,
  transform: { '^.+\\.ts$': '@swc/jest' },
};
