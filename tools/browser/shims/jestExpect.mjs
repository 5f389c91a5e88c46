/** `@jest/expect` is `expect` and snapshots; no test takes snapshots, and those bring Babel. */
export {expect as jestExpect} from 'expect';
