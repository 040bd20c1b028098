/**
 * Reads messages of the MQTT output, one a line, as a subscriber gets them. Runs without privilege:
 *
 *   mosquitto_sub -t 'camflow/provenance/#' | node --import tsx examples/mqtt-message.ts
 */
import { createInterface } from 'node:readline'
import { inflateBase64 } from 'camflow'

for await (const line of createInterface({ input: process.stdin })) {
  const document = JSON.parse((await inflateBase64(line)).toString()) as Record<string, object>
  for (const [section, members] of Object.entries(document)) {
    if (section !== 'prefix') process.stdout.write(`${section}: ${Object.keys(members).length}\n`)
  }
}
