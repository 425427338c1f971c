import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cleanPaste } from './word-paste.ts'

/** As Word for Windows in Chinese writes it to the clipboard: conditional comments, lists as paragraphs, notes below. */
const WORD = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/LINXIA~1/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->
<style><!-- /* Font Definitions */ @font-face {font-family:仿宋_GB2312; panose-1:2 1 6 9 6 1 1 1 1 1;}
p.MsoNormal {mso-style-unhide:no; margin:0cm; text-indent:32.0pt;} @list l0 {mso-list-id:1;} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt;word-wrap:break-word;text-justify-trim:punctuation'>
<!--StartFragment-->
<h1 style='line-height:28.0pt;mso-line-height-rule:exactly'><b><span style='font-size:16.0pt;font-family:黑体'>一、调整范围<span lang=EN-US><o:p></o:p></span></span></b></h1>
<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;font-family:仿宋_GB2312'>　　自<span lang=EN-US>2026</span>年<span lang=EN-US>12</span>月<span lang=EN-US>1</span>日起，<b>7路</b>末班延长至<span lang=EN-US>22:30</span><a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span lang=EN-US><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></span></a>。<span
lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoListParagraph style='margin-left:18.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='mso-fareast-font-family:仿宋'><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span>七孔桥片区</span></p>
<p class=MsoListParagraph style='margin-left:39.0pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span lang=EN-US style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;</span></span></span><![endif]>桥东</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>桥西</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>2.<span>&nbsp;</span></span></span><![endif]>荷湖片区</p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'><td width=184 colspan=2 valign=top style='width:138.3pt;border:solid windowtext 1.0pt'><p class=MsoNormal align=center style='text-align:center'><b>线路<o:p></o:p></b></p></td></tr>
<tr><td width=92 rowspan=2><p class=MsoNormal>7路</p></td><td><p class=MsoNormal>21:30 CO<sub>2</sub></p></td></tr>
<tr><td><p class=MsoNormal>22:30 10<span style='vertical-align:super'>3</span></p></td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="图片_x0020_1" style='width:10pt'><v:imagedata src="file:///C:/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img width=10 height=10 src="file:///C:/clip_image001.png" v:shapes="图片_x0020_1"><![endif]></p>
<p class=MsoNormal><del cite="mailto:lin" datetime="2026-11-20T10:00"><span>删去的话</span></del><ins cite="mailto:lin"><span>加上的话</span></ins></p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a><span> 节假日另行公告。<o:p></o:p></span></p></div></div>
<!--EndFragment-->
</body></html>`

/** As WPS Writer does it: its own styles by class, weight as a style, the same marks for lists. */
const WPS = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="ProgId" content="Word.Document"><meta name="Generator" content="WPS Office_2023">
<title></title><style>@font-face{font-family:"仿宋_GB2312";} p.MsoNormal{mso-style-name:正文;text-align:justify;} h2{mso-style-name:"标题 2";}</style></head>
<body style="tab-interval:21pt;"><!--StartFragment-->
<p class="MsoNormal" align="center" style="text-align:center;mso-style-name:'标题 1';mso-outline-level:1"><b><span style="mso-spacerun:'yes';font-family:方正小标宋简体;font-size:22.0000pt;"><font face="方正小标宋简体">二、施行时间</font></span></b><b><span style="font-size:22.0000pt;"><o:p></o:p></span></b></p>
<p class="MsoNormal" style="text-indent:32.0000pt;"><span style="mso-spacerun:'yes';font-family:仿宋_GB2312;"><font face="仿宋_GB2312">本通知自</font>2026<font face="仿宋_GB2312">年</font>12<font>月起</font></span><span style="font-weight:bold;font-family:仿宋"><font>施行</font></span><span>。</span></p>
<p class="MsoNormal" style="margin-left:0;mso-list:l0 level1 lfo1;"><![if !supportLists]><span style="font-family:仿宋"><span style="mso-list:Ignore;">（一）<span>&nbsp;</span></span></span><![endif]><span><font>先试运行</font></span></p>
<p class="MsoNormal" style="mso-list:l0 level1 lfo1;"><![if !supportLists]><span style="mso-list:Ignore;">（二）</span><![endif]>再正式运行</p>
<table class="MsoTableGrid" border="1" style="border-collapse:collapse;width:426pt"><tbody><tr><th width="100" colspan="2" style="background:rgb(217,217,217)"><p class="MsoNormal"><span>合计</span></p></th></tr><tr><td></td><td><p class="MsoNormal"><span>6条</span><span><o:p></o:p></span></p></td></tr></tbody></table>
<!--EndFragment--></body></html>`

describe('what is pasted from a word processor', () => {
  const word = cleanPaste(WORD)
  const wps = cleanPaste(WPS)

  it('brings no styles, fonts, settings or comments', () => {
    for (const html of [word, wps]) {
      assert.doesNotMatch(html, /mso|style=|class=|<span|<font|o:p|\[if|xml|@font|file:|w:|v:/i)
    }
  })

  it('from Word keeps headings, words in bold and no indents made of blanks', () => {
    assert.match(word, /<h2>一、调整范围<\/h2>/)
    assert.match(word, /<p>自2026年12月1日起，<strong>7路<\/strong>末班延长至22:30/)
    assert.doesNotMatch(word, /<p>[\s\u3000\u00a0]/)
  })

  it('from Word brings lists as lists, the deeper inside the item before them', () => {
    assert.match(
      word,
      /<ol><li><p>七孔桥片区<\/p><ul><li><p>桥东<\/p><\/li><li><p>桥西<\/p><\/li><\/ul><\/li>\s*<li><p>荷湖片区<\/p><\/li><\/ol>/,
    )
  })

  it('from Word brings a footnote with its words', () => {
    assert.match(word, /22:30<sup data-footnote="节假日另行公告。"><\/sup>。/)
    assert.doesNotMatch(word, /\[1\]|<hr/)
  })

  it('keeps joined cells, and what stands high or low', () => {
    assert.match(word, /<td colspan="2"><p><strong>线路<\/strong><\/p><\/td>/)
    assert.match(word, /<td rowspan="2"><p>7路<\/p><\/td>/)
    assert.match(word, /CO<sub>2<\/sub>/)
    assert.match(word, /10<sup>3<\/sup>/)
  })

  it('brings neither pictures of the other machine nor what was struck in a tracked change', () => {
    assert.doesNotMatch(word, /<img|删去的话/)
    assert.match(word, /<p>加上的话<\/p>/)
  })

  it('from WPS reads 标题 styles, weight by style and Chinese numbering', () => {
    assert.match(wps, /<h2>二、施行时间<\/h2>/)
    assert.match(wps, /<p>本通知自2026年12月起<strong>施行<\/strong>。<\/p>/)
    assert.match(wps, /<ol><li><p>先试运行<\/p><\/li>\s*<li><p>再正式运行<\/p><\/li><\/ol>/)
    assert.match(wps, /<th colspan="2"><p>合计<\/p><\/th>/)
    assert.match(wps, /<td><\/td><td><p>6条<\/p><\/td>/)
  })

  it('from a page keeps links and drops scripts, whatever their spelling', () => {
    const html = cleanPaste(
      '<DIV onclick=alert(1)>甲<A HREF="https://www.gov.cn/">国务院</A><SCRIPT>alert("</p>")</SCRIPT></DIV><p>乙',
    )
    assert.equal(html, '<p>甲<a href="https://www.gov.cn/">国务院</a></p><p>乙</p>')
  })

  it('moves within the editor unchanged', () => {
    const own = '<p data-pm-slice="1 1 []">甲<sup data-footnote="注"></sup></p>'
    assert.equal(cleanPaste(own), own)
  })

  it('is read in time that grows with its length, however broken it is', () => {
    const began = performance.now()
    for (const piece of ['<a ', '<p style="', '<![if', '<b><i>', '&#', "<td x='"])
      cleanPaste(piece.repeat(10_000))
    assert.ok(performance.now() - began < 4000)
  })
})
