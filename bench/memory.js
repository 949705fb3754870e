"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/** In a process of its own with --expose-gc: prints the bytes that a closed workflow's history takes, for each event. */
const src_1 = require("../src");
const activities_in_turn_1 = require("./workloads/activities-in-turn");
const ACTIVITIES = 10_000;
async function main() {
    const { workflows, activities, world: execute } = (0, activities_in_turn_1.activitiesInTurn)(ACTIVITIES);
    const world = await src_1.World.create({ workflows, activities, seed: 1, replay: 'off' });
    await (0, activities_in_turn_1.activitiesInTurn)(10).world(world.client, 'warm-up');
    const before = heapUsed();
    await execute(world.client, 'measured');
    const bytes = heapUsed() - before;
    const { historyLength } = await world.client.workflow.getHandle('measured').describe();
    console.log(bytes / historyLength);
    await world.dispose();
}
function heapUsed() {
    global.gc();
    return process.memoryUsage().heapUsed;
}
void main();
