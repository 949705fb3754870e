export const workflows = {};
export const name = 'nothing to run';
