import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { indexNumberTemplate } from './index-number.ts'

describe('the index number of a document', () => {
  const bureau = { credit_code: '11990100MB990003XK', year: 2026, month: 4, serial: 8 }

  it('carries the organisation code, the year and five digits', () => {
    assert.equal(indexNumberTemplate('{org_code}/{yyyy}-{serial:5}').format(bureau), 'MB990003X/2026-00008')
  })

  it('may carry the whole credit code and the month, as other sites do', () => {
    const template = indexNumberTemplate('{credit_code}/{yyyy}{mm}-{serial:5}')
    assert.equal(template.format(bureau), '11990100MB990003XK/202604-00008')
    assert.deepEqual(template.read('11341702486344515H/202110-00013'), {
      unit: '11341702486344515H',
      year: 2021,
      serial: 13,
    })
  })

  it('is read back into its year and serial, so that imported numbers feed the counter', () => {
    const template = indexNumberTemplate('{org_code}/{yyyy}-{serial:5}')
    assert.deepEqual(template.read('000014349/2017-00110'), { unit: '000014349', year: 2017, serial: 110 })
    assert.equal(template.read('000014349/2017-110'), undefined)
    assert.equal(template.read('hedongquhd0101/2021-0000111'), undefined)
  })

  it('grows past its width instead of repeating itself', () => {
    const template = indexNumberTemplate('{org_code}/{yyyy}-{serial:5}')
    assert.equal(template.format({ ...bureau, serial: 123_456 }), 'MB990003X/2026-123456')
  })

  it('needs a template with a unit, a year and a serial', () => {
    for (const template of [
      '{yyyy}-{serial:5}',
      '{org_code}-{serial}',
      '{org_code}/{yyyy}',
      '{org_code}/{yyyy}-{serial}{x}',
    ]) {
      assert.throws(() => indexNumberTemplate(template), /needs one unit/)
    }
  })
})
