import { outputContract } from '../../test/contract/output.ts'
import { NullOutput } from './null.ts'

outputContract('null', async () => ({ output: new NullOutput() }))
