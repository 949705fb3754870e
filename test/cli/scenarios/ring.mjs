const ring = {};
ring.ring = ring;

export default { name: 'ring', workflows: {}, run: () => ring };
