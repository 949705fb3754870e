"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.FIXTURES = void 0;
exports.fixtureText = fixtureText;
exports.fixture = fixture;
/** Histories that a real server recorded, as the SDK's `historyToJSON` gave them. */
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
exports.FIXTURES = [
    'child-parent-close-terminate.parent',
    'local-activity-fails.main',
    'long-history.main',
    'patched.main',
    'signal-buffered-until-handler.main',
    'update-accepted-then-completed.main',
];
function fixtureText(name) {
    return (0, node_fs_1.readFileSync)((0, node_path_1.join)(__dirname, '../conformance/kit/raw', `${name}.json`), 'utf8');
}
function fixture(name) {
    return JSON.parse(fixtureText(name));
}
