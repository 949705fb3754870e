"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.FORMS = void 0;
exports.batchOf = batchOf;
const node_assert_1 = require("node:assert");
/** How a workload is carried out; `fresh` is worldline with a world of its own for each execution. */
exports.FORMS = ['world', 'fresh', 'driver', 'promises'];
/** Makes the batch of a form. Only what the form needs is loaded: they would fight over the globals of one process. */
function batchOf(form, loadWorkload) {
    switch (form) {
        case 'world':
        case 'fresh': {
            const { World } = require('../src');
            const { workflows, activities, world: execute, result } = loadWorkload();
            // Replaying each closed run against its code is a check that no peer makes.
            const create = () => World.create({ workflows, activities, seed: 1, replay: 'off' });
            if (form === 'fresh') {
                return (times) => time(async () => {
                    for (let i = 0; i < times; i++) {
                        const world = await create();
                        (0, node_assert_1.deepStrictEqual)(await execute(world.client, 'workflow'), result);
                        await world.dispose();
                    }
                });
            }
            return async (times) => {
                const world = await create();
                const us = await time(async () => {
                    for (let i = 0; i < times; i++)
                        (0, node_assert_1.deepStrictEqual)(await execute(world.client, `workflow-${i}`), result);
                });
                await world.dispose();
                return us;
            };
        }
        case 'driver': {
            const { Driver } = require('./driver');
            const { workflows, activities, driver: execute, result } = loadWorkload();
            const driver = new Driver(workflows, activities);
            return (times) => time(async () => {
                for (let i = 0; i < times; i++)
                    (0, node_assert_1.deepStrictEqual)(await execute(driver), result);
            });
        }
        case 'promises': {
            const { promises: execute, result } = loadWorkload();
            return (times) => time(async () => {
                for (let i = 0; i < times; i++)
                    if ((await execute()) !== result)
                        throw new Error('wrong result');
            });
        }
    }
}
const clock = process.hrtime.bigint.bind(process.hrtime);
async function time(work) {
    const begun = clock();
    await work();
    return Number(clock() - begun) / 1000;
}
