export default { name: 'no workflows', workflows: './nowhere', run: () => undefined };
