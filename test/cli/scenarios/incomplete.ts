export default { name: 'incomplete', workflows: {} };
