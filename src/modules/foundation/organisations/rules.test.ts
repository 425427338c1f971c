import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isCreditCode } from '#kernel/credit-code'
import { readForm } from '#kernel/forms'
import type { OrganisationId } from '#kernel/ids'
import { carriedAlong, depthOf, placeUnder } from './rules.ts'
import { ClosingForm, OrganisationForm } from './schema.ts'
import { ORGANISATIONS } from './seed-data.ts'

const [city, district, town] = [ORGANISATIONS.A01.id, ORGANISATIONS.A19.id, ORGANISATIONS.A20.id]

describe('the tree of organisations', () => {
  test('reads from the root down, siblings by their order', () => {
    const top = placeUnder(undefined, city, 0)
    const below = placeUnder(top, district, 210)
    assert.deepEqual(below, { path: [city, district], sort_key: '0000000210' })
    assert.equal(depthOf(below), 1)
  })

  test('an organisation cannot stand under one of its own', () => {
    const below = placeUnder(placeUnder(undefined, city, 0), district, 210)
    assert.throws(() => placeUnder(below, city, 0), { code: 'organisation.under-itself' })
  })

  test('what stands below moves along', () => {
    const other = 'ffffffff-ffff-7fff-8fff-ffffffffffff' as OrganisationId
    const from = placeUnder(placeUnder(undefined, city, 0), district, 210)
    const to = placeUnder(placeUnder(placeUnder(undefined, city, 0), other, 5), district, 7)
    const carried = carriedAlong(placeUnder(from, town, 10), from, to)
    assert.deepEqual(carried, { path: [city, other, district, town], sort_key: '00000000050000700010' })
  })
})

describe('what an administrator says about an organisation', () => {
  const transport = {
    ...{
      parent: city,
      kind: 'department',
      name: '云溪市交通运输局',
      short_name: '市交通运输局',
      name_en: '',
    },
    ...{
      credit_code: '11990100mb990003xk',
      division_code: '990100',
      agency_mark: '云溪交',
      sort_order: '20',
    },
    ...{
      head_post: '局长',
      head_name: '秦牧野',
      functions: '',
      address: '',
      phone: '',
      hours: '',
      closed_on: '',
    },
  }

  test('a credit code is accepted in small letters and kept in capitals', () => {
    const form = readForm(OrganisationForm, transport)
    assert.equal(form.ok && form.value.credit_code, '11990100MB990003XK')
  })

  const wrong: [string, Record<string, string>, string][] = [
    [
      'a credit code with a wrong check character',
      { credit_code: '11990100MB990003XA' },
      'organisation.credit-code-wrong',
    ],
    ['a division code of seven digits', { division_code: '9901001' }, 'organisation.division-code-wrong'],
    ['a mark in Latin letters', { agency_mark: 'YXJ' }, 'organisation.agency-mark-wrong'],
    ['a postcode of five digits', { postcode: '43000' }, 'organisation.postcode-wrong'],
    ['an order that is no number', { sort_order: 'first' }, 'organisation.sort-order-wrong'],
    ['a parent that is no id', { parent: 'A01' }, 'organisation.parent-unknown'],
    ['an unknown kind', { kind: 'ministry' }, 'organisation.kind-missing'],
  ]
  for (const [name, change, code] of wrong) {
    test(`${name} is asked again`, () => {
      const form = readForm(OrganisationForm, { ...transport, ...change })
      assert.deepEqual(!form.ok && form.draft.errors, { [Object.keys(change)[0]!]: code })
    })
  }

  test('a closing on a day that does not exist is asked again', () => {
    const form = readForm(ClosingForm, { closed_on: '2026-02-30', basis: '机构改革方案' })
    assert.deepEqual(!form.ok && form.draft.errors, { closed_on: 'organisation.date-wrong' })
  })

  test('every agency of Yunxi bears a valid credit code, and no two the same', () => {
    const codes = Object.values(ORGANISATIONS).map(({ credit_code }) => credit_code)
    assert.deepEqual(
      codes.filter((code) => !isCreditCode(code)),
      [],
    )
    assert.equal(new Set(codes).size, 23)
  })
})
