/** `preset: 'worldline'` in the configuration of jest, or `...require('worldline/jest-preset')` beside another preset. */
const { aliases } = require('./dist/testing/aliases.js');

const { WORLDLINE_TARGET } = process.env;

module.exports = {
  testEnvironment: 'node',
  // With a target the real packages are used.
  moduleNameMapper: WORLDLINE_TARGET
    ? {}
    : Object.fromEntries(aliases('js').map(([find, file]) => [find.source, file])),
};
