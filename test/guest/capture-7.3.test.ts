import { captureTests } from './capture.ts'

captureTests('7.3')
