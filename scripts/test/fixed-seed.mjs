// Property tests draw the same values in every whole run, so that a run tells of a change and not of luck. One
// file run by itself (node --import tsx --test FILE) draws new ones each time; FUZZ_SEED=NUMBER sets them.
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_261_125) })
