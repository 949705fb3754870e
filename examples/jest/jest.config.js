module.exports = {
  ...require('worldline/jest-preset'),
  transform: { '^.+\\.ts$': '@swc/jest' },
};
