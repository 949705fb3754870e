/** `preset: 'worldline'` in the configuration of jest, or `...require('worldline/jest-preset')` beside another preset. */
const { aliases } = require('./dist/testing/aliases.js');

module.exports = {
  testEnvironment: 'node',
  moduleNameMapper: Object.fromEntries(aliases('js').map(([find, file]) => [find.source, file])),
};
