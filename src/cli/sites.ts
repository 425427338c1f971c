import { siteId } from '#kernel/ids'
import type { Reader } from '#platform/database'
import type { Site } from '#platform/sites'

const YUNXI: Site = {
  id: siteId(1),
  key: 'yunxi',
  host: 'www.yunxi.example',
  name: '云溪市人民政府',
  name_en: 'Yunxi Municipal People’s Government',
  site_id_code: '9901000001',
  owner: '云溪市人民政府',
  operator: '云溪市人民政府办公室、云溪市大数据局',
  address: '临溪区七孔桥街道文庙路1号',
  phone: '0999-000-0104',
  icp_number: '岚ICP备99000001号-1',
  police_filing_number: '岚公网安备 99010202000001号',
  description: '云溪市人民政府门户网站，公开本市政府的决策、执行、管理、服务和结果。',
  keywords: '云溪市，政务公开，政府信息公开',
}

const JTJ: Site = {
  ...YUNXI,
  id: siteId(2),
  key: 'jtj',
  host: 'jtj.yunxi.example',
  name: '云溪市交通运输局',
  name_en: 'Yunxi Municipal Transport Bureau',
  site_id_code: '9901000012',
  owner: '云溪市交通运输局',
  operator: '云溪市交通运输局',
  address: '望云区新荷街道行政中心3号楼',
  phone: '0999-000-0304',
  icp_number: '岚ICP备99000001号-2',
  police_filing_number: '岚公网安备 99010202000002号',
  description: '云溪市交通运输局网站，公开公交、道路和客运管理的政府信息。',
  keywords: '云溪市，交通运输，公交',
}

/** A real installation begins with one site whose facts its operator fills in. */
const UNNAMED: Site = {
  ...YUNXI,
  key: 'main',
  host: 'localhost',
  name: '政府网站',
  name_en: 'Government portal',
  site_id_code: '',
  owner: '',
  operator: '',
  address: '',
  phone: '',
  icp_number: '',
  police_filing_number: '',
  description: '',
  keywords: '',
}

export async function insertFirstSites(db: Reader, demo: boolean): Promise<void> {
  await db
    .insertInto('platform.site')
    .values(demo ? [YUNXI, JTJ] : [UNNAMED])
    .onConflict((clash) => clash.doNothing())
    .execute()
}
