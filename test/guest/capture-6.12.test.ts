import { captureTests } from './capture.ts'

captureTests('6.12')
