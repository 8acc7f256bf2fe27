/** Invented people and works, as ORCID writes them. */
export const orcidJson = {
  'orcid-identifier': { uri: 'https://orcid.org/0000-0002-1825-0097', path: '0000-0002-1825-0097', host: 'orcid.org' },
  'activities-summary': { works: { group: [
    { 'external-ids': { 'external-id': [{ 'external-id-type': 'doi', 'external-id-value': '10.5555/HTX.2021.7', 'external-id-relationship': 'self' }] }, 'work-summary': [
      { title: { title: { value: 'Sấy lạnh rau gia vị bằng bơm nhiệt' } }, 'journal-title': { value: 'Tạp chí Cơ điện Hư cấu' }, 'publication-date': { year: { value: '2021' } }, url: { value: 'https://example.test/say-lanh' }, 'external-ids': { 'external-id': [] } },
      { title: { title: { value: 'The same, told by another source' } } },
    ] },
    { 'work-summary': [{ title: { title: { value: 'Drying of fictional herbs' } }, 'publication-date': null, url: { value: 'javascript:alert(1)' }, 'external-ids': { 'external-id': [{ 'external-id-type': 'doi', 'external-id-value': 'https://doi.org/10.5555/book', 'external-id-relationship': 'part-of' }] } }] },
    { 'work-summary': [{ title: null }] },
  ] } },
}
export const orcidXml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<record:record path="/0000-0002-1825-0097" xmlns:record="http://www.orcid.org/ns/record" xmlns:common="http://www.orcid.org/ns/common" xmlns:work="http://www.orcid.org/ns/work" xmlns:activities="http://www.orcid.org/ns/activities">
  <common:orcid-identifier><common:uri>https://orcid.org/0000-0002-1825-0097</common:uri><common:path>0000-0002-1825-0097</common:path></common:orcid-identifier>
  <activities:activities-summary><activities:works>
    <activities:group><work:work-summary put-code="1">
      <work:title><common:title>Sấy lạnh &amp; bảo quản &#x1EA1;</common:title></work:title>
      <common:external-ids><common:external-id><common:external-id-type>doi</common:external-id-type><common:external-id-value>10.5555/htx.2021.7</common:external-id-value><common:external-id-relationship>self</common:external-id-relationship></common:external-id></common:external-ids>
      <common:url>https://example.test/1</common:url><work:type>journal-article</work:type><common:publication-date><common:year>2021</common:year></common:publication-date><work:journal-title><![CDATA[Tạp chí <Hư cấu>]]></work:journal-title>
    </work:work-summary></activities:group>
    <activities:group><work:work-summary put-code="2"><work:title><common:title> </common:title></work:title></work:work-summary></activities:group>
  </activities:works></activities:activities-summary>
</record:record>`
export const bibtex = `% xuất từ một thư viện hư cấu
@string{tc = "T{\\d a}p ch{\\'i} C{\\ohorn}"}
@article{a1, title = {{S{\\'\\^a}y l{\\d a}nh n\\^ong s{\\h a}n}}, author = {Nguy{\\~\\^e}n, V{\\u a}n An and Tran, Binh and others}, journal = {Fictional Journal of Drying \\& Storage}, year = 2019, doi = {https://doi.org/10.5555/ABC.1}, abstract = {Long.}}
@inproceedings{b2, title = "A \\textit{fictional} method for {DNA}", author = "Le, C.", booktitle = {Proc. of Nothing}, date = {2020-05-01}, url = {https://example.test/b2}}
@comment{nothing}
@article{broken, title = {No end,
@book{c3, author = {X}, year = 2001}
@misc{d4, title = {Nghiên cứu đã viết thẳng bằng tiếng Việt}, year = {khoảng 2015}}
`
