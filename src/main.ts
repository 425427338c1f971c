import { run } from '#app/cli'

process.exitCode = await run(process.argv.slice(2), process.env)
// The channel to the script that started us would keep an ended program alive.
process.channel?.unref()
