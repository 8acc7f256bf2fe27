-- Disclosure. What a listing keeps back from its public page lies in tiers (signed in, granted, under NDA);
-- access is asked for, given for a time, withdrawn; an NDA is accepted by a named signer with its text's
-- hash; and who looked at what is written down. Row-level security keeps every tier as well: a query of the
-- program that forgets its condition finds nothing above its reader. Only new tables and functions: the
-- release before this one never names them.

-- Whose a subject such as listing:12 is. Asked past the policies of listings and deals, or these and those here would ask each other for ever.
create function disclosure_owners(what text) returns int[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(case split_part(what, ':', 1)
    when 'listing' then (select array[organisation_id] from listing where id = split_part(what, ':', 2)::int)
    when 'deal' then (select array[supplier_organisation_id, demander_organisation_id] from deal where id = split_part(what, ':', 2)::int)
  end, '{}') $$;
-- Whether others may ask for access to it: a listing is open while it is published.
create function disclosure_open(what text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select split_part(what, ':', 1) = 'listing' and exists (select from listing where id = split_part(what, ':', 2)::int and state = 'published') $$;
create function tier_rank(tier text) returns int language sql immutable parallel safe as $$ select array_position(array['public', 'signed_in', 'granted', 'nda'], tier) - 1 $$;

create domain disclosure_subject as text check (value ~ '^(listing|deal):[1-9][0-9]{0,8}$');

-- The Exchange's own text of a confidentiality undertaking, by version. A new text is a new row in a later migration.
create table nda_text (
  version int primary key check (version > 0), vi text not null check (vi <> ''), en text not null check (en <> ''),
  sha256 text not null, valid_from timestamptz not null, unique (version, sha256),
  check (sha256 = encode(sha256(convert_to(vi || E'\n---\n' || en, 'UTF8')), 'hex')));
revoke insert, update, delete on nda_text from techex_app;

create table access_request (
  id int generated always as identity primary key, subject disclosure_subject not null,
  organisation_id int not null references organisation, person_id int not null references person,
  tier text not null check (tier in ('granted', 'nda')), purpose text not null check (purpose <> ''), asked_at timestamptz not null,
  answer text check (answer in ('given', 'refused', 'taken_back')), reason text not null default '', answered_by int references person, answered_at timestamptz,
  unique (id, subject, organisation_id),
  check ((answer is null) = (answered_at is null)), check (answer <> 'refused' or reason <> ''));
create unique index on access_request (subject, organisation_id) where answer is null; -- one question at a time
create index on access_request (organisation_id);
create index on access_request (subject);

create table access_grant (
  id int generated always as identity primary key, request_id int not null unique, subject disclosure_subject not null, organisation_id int not null references organisation,
  tier text not null check (tier in ('granted', 'nda')), limits text not null default '', given_by int not null references person, given_at timestamptz not null, expires_at timestamptz not null,
  withdrawn_by int references person, withdrawn_at timestamptz, withdrawal_reason text not null default '',
  unique (id, subject, organisation_id), foreign key (request_id, subject, organisation_id) references access_request (id, subject, organisation_id),
  check (expires_at > given_at), check ((withdrawn_at is null) = (withdrawal_reason = '')));
create index on access_grant (subject, organisation_id);
create index on access_grant (organisation_id);

create table nda_acceptance (
  id int generated always as identity primary key, grant_id int not null unique, subject disclosure_subject not null, organisation_id int not null references organisation,
  text_version int not null, text_sha256 text not null, person_id int not null references person, full_name text not null check (full_name <> ''), position text not null check (position <> ''),
  accepted_at timestamptz not null, request_id text not null,
  foreign key (grant_id, subject, organisation_id) references access_grant (id, subject, organisation_id), foreign key (text_version, text_sha256) references nda_text (version, sha256));
create index on nda_acceptance (subject);
create index on nda_acceptance (organisation_id);

-- Who looked at what above public: at most one row a person, part and hour.
create table disclosure_view (
  id int generated always as identity primary key, subject disclosure_subject not null, part text not null check (part ~ '^[a-z_]+(:[0-9]+)?$'),
  tier text not null check (tier in ('signed_in', 'granted', 'nda')), person_id int not null references person, organisation_id int references organisation,
  acted_by int references person, at timestamptz not null, hour timestamptz not null, request_id text not null);
create unique index on disclosure_view (subject, part, person_id, coalesce(acted_by, 0), coalesce(organisation_id, 0), tier, hour);
create index on disclosure_view (subject, id desc);
create index on disclosure_view (person_id);

-- The confidential parts of a listing. What is public belongs on its page, which moderators read first; so no part is.
create table listing_part (
  listing_id int not null references listing on delete cascade, name text not null check (name in ('contact', 'technical', 'performance', 'costs', 'know_how')),
  tier text not null check (tier in ('signed_in', 'granted', 'nda')), check (name <> 'know_how' or tier <> 'signed_in'),
  text_vi text not null default '', text_en text not null default '', version int not null default 1, changed_by int references person, changed_at timestamptz not null,
  primary key (listing_id, name));
-- Each upload is a row for ever; readers get the current one of its series.
create table listing_document (
  listing_id int not null references listing, series int not null, version int not null, document_id int not null unique references document,
  title text not null check (title <> ''), tier text not null check (tier in ('signed_in', 'granted', 'nda')), current boolean not null,
  added_by int not null references person, added_at timestamptz not null, removed_by int references person, removed_at timestamptz, check (removed_at is null or not current),
  primary key (listing_id, series, version));
create unique index on listing_document (listing_id, series) where current;

-- A reader holds access at that tier now: a grant in force of one of their organisations, and for NDA content its acceptance.
create function reader_holds(what text, wanted text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from access_grant g where g.subject = what and g.organisation_id = any (reader_organisations()) and g.withdrawn_at is null and g.expires_at > now()
    and (wanted = 'granted' or (g.tier = 'nda' and exists (select from nda_acceptance a where a.grant_id = g.id)))) $$;
-- The highest tier of a listing this reader may have, as a rank; 0: the public page only. The program's table says the same (disclosure/rules.ts).
create function reader_tier(listing_id int) returns int language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce((select case
    when reader_is_system() or l.organisation_id = any (reader_organisations()) then 3
    when l.state = 'draft' then 0
    when reader_has('inspector') then 3
    else greatest(
      case when reader_has('moderator') then 2 else 0 end,
      case when l.state <> 'published' or reader_person() is null then 0
        when reader_holds('listing:' || l.id, 'nda') then 3 when reader_holds('listing:' || l.id, 'granted') then 2 else 1 end)
    end from listing l where l.id = reader_tier.listing_id), 0) $$;

-- That something exists is no secret; what it says is. Titles of documents, which no moderator reads, are told to people who signed in.
create function listing_outline(wanted int) returns table (kind text, name text, title text, tier text) language sql stable security definer set search_path = public, pg_temp as $$
  with seen as (select l.id from listing l where l.id = wanted and (l.state = 'published' or reader_is_system() or l.organisation_id = any (reader_organisations())
    or (l.state <> 'draft' and reader_has('moderator', 'administrator', 'observer', 'inspector'))))
  select 'part', p.name, '', p.tier from listing_part p join seen on seen.id = p.listing_id where p.text_vi <> '' or p.text_en <> ''
  union all
  select 'document', d.series::text, case when reader_person() is null and not reader_is_system() then '' else d.title end, d.tier
  from listing_document d join seen on seen.id = d.listing_id where d.current $$;

-- How many wait for an answer on it: a bound counts others' requests too, and tells only their number.
create function disclosure_waiting(what text) returns int language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int from access_request r where r.subject = what and r.answer is null $$;

-- What is written once stays; of a request and a grant, only what became of it can be added.
revoke update, delete on nda_acceptance, disclosure_view from techex_app;
revoke update, delete on access_request, access_grant from techex_app;
grant update (answer, reason, answered_by, answered_at) on access_request to techex_app;
grant update (withdrawn_by, withdrawn_at, withdrawal_reason) on access_grant to techex_app;
revoke delete on listing_part from techex_app;
revoke update, delete on listing_document from techex_app;
grant update (tier, current, removed_by, removed_at) on listing_document to techex_app;

alter table listing_part enable row level security;
create policy readers on listing_part for select to techex_app using (tier_rank(tier) <= reader_tier(listing_id));
create policy writers on listing_part for insert to techex_app with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]));
create policy changers on listing_part for update to techex_app using ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]));
alter table listing_document enable row level security;
create policy readers on listing_document for select to techex_app using (
  (select reader_is_system()) or listing_owner(listing_id) = any ((select reader_organisations())::int[]) or (current and tier_rank(tier) <= reader_tier(listing_id)));
create policy writers on listing_document for insert to techex_app with check ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]));
create policy changers on listing_document for update to techex_app using ((select reader_is_system()) or listing_owner(listing_id) = any ((select reader_edits())::int[]));

alter table access_request enable row level security;
create policy readers on access_request for select to techex_app using (
  (select reader_is_system()) or (select reader_has('inspector')) or organisation_id = any ((select reader_organisations())::int[]) or disclosure_owners(subject) && (select reader_organisations()));
create policy askers on access_request for insert to techex_app with check (
  (select reader_is_system()) or (organisation_id = any ((select reader_edits())::int[]) and person_id = (select reader_person())));
create policy answerers on access_request for update to techex_app
  using ((select reader_is_system()) or organisation_id = any ((select reader_edits())::int[]) or disclosure_owners(subject) && (select reader_edits()))
  with check ((select reader_is_system()) or (answer = 'taken_back' and organisation_id = any ((select reader_edits())::int[])) or (answer <> 'taken_back' and disclosure_owners(subject) && (select reader_edits())));

alter table access_grant enable row level security;
create policy readers on access_grant for select to techex_app using (
  (select reader_is_system()) or (select reader_has('inspector')) or organisation_id = any ((select reader_organisations())::int[]) or disclosure_owners(subject) && (select reader_organisations()));
create policy givers on access_grant for insert to techex_app with check ((select reader_is_system()) or disclosure_owners(subject) && (select reader_edits()));
-- A signer holds the row while accepting; what may be changed in it is its withdrawal, and that only by the owner.
create policy holders on access_grant for update to techex_app
  using ((select reader_is_system()) or organisation_id = any ((select reader_organisations())::int[]) or disclosure_owners(subject) && (select reader_edits()))
  with check ((select reader_is_system()) or disclosure_owners(subject) && (select reader_edits()));

alter table nda_acceptance enable row level security;
create policy readers on nda_acceptance for select to techex_app using (
  (select reader_is_system()) or (select reader_has('inspector')) or organisation_id = any ((select reader_organisations())::int[]) or disclosure_owners(subject) && (select reader_organisations()));
create policy signers on nda_acceptance for insert to techex_app with check (
  (select reader_is_system()) or (person_id = (select reader_person()) and organisation_id = any ((select reader_organisations())::int[])));

alter table disclosure_view enable row level security;
create policy readers on disclosure_view for select to techex_app using (
  (select reader_is_system()) or (select reader_has('inspector', 'administrator')) or person_id = (select reader_person()) or disclosure_owners(subject) && (select reader_organisations()));
create policy viewers on disclosure_view for insert to techex_app with check ((select reader_is_system()) or person_id = (select reader_person()));

insert into nda_text (version, vi, en, sha256, valid_from)
select 1, vi, en, encode(sha256(convert_to(vi || E'\n---\n' || en, 'UTF8')), 'hex'), '2026-01-01T00:00:00+07:00' from (values (
$vi$Cam kết bảo mật thông tin
Văn bản mẫu của Sàn giao dịch công nghệ Hà Nội, bản 1. Đây là mẫu do Sàn soạn để các bên dùng chung, không phải quy định của pháp luật và không thay thế tư vấn pháp lý. Hai bên có thể ký thêm thỏa thuận riêng; khi đó thỏa thuận riêng được áp dụng trước.

1. Các bên. Bên cung cấp là tổ chức đăng tin trên Sàn. Bên nhận là tổ chức được bên cung cấp cho quyền xem, do người ghi tên dưới đây thay mặt chấp nhận và xác nhận mình có thẩm quyền làm việc đó.

2. Thông tin mật. Là nội dung và tài liệu của tin mà bên cung cấp xếp vào mức “theo cam kết bảo mật” và bên nhận đọc được qua Sàn, cùng mọi bản sao, trích dẫn, tóm tắt từ đó.

3. Bên nhận cam kết:
- chỉ dùng thông tin mật cho mục đích đã ghi trong yêu cầu được bên cung cấp chấp thuận, trong phạm vi bên cung cấp cho phép;
- không tiết lộ cho bên thứ ba khi chưa được bên cung cấp đồng ý bằng văn bản;
- chỉ cho người của mình cần biết đọc, bảo đảm những người ấy giữ kín như cam kết này và chịu trách nhiệm về họ;
- giữ gìn cẩn trọng ít nhất như với bí mật của chính mình;
- không dùng thông tin mật để phân tích ngược, sao chép công nghệ, hay nộp đơn đăng ký quyền sở hữu trí tuệ.

4. Ngoại lệ. Cam kết không áp dụng với thông tin mà bên nhận chứng minh được: đã công khai không do lỗi của bên nhận; bên nhận đã biết trước; bên nhận có được hợp pháp từ người không bị ràng buộc; hoặc bên nhận tự tạo ra độc lập. Khi cơ quan có thẩm quyền yêu cầu cung cấp theo pháp luật, bên nhận chỉ cung cấp phần được yêu cầu và báo ngay cho bên cung cấp nếu pháp luật cho phép.

5. Thời hạn. Cam kết có hiệu lực từ lúc chấp nhận và kéo dài năm năm sau khi quyền xem kết thúc, dù do hết hạn hay bị thu hồi. Với bí quyết kỹ thuật còn là bí mật sau thời gian đó, nghĩa vụ giữ kín tiếp tục cho đến khi không còn là bí mật.

6. Khi quyền xem kết thúc, theo yêu cầu của bên cung cấp, bên nhận trả lại hoặc hủy các bản sao thông tin mật và xác nhận bằng văn bản; bản sao phải lưu theo pháp luật vẫn được giữ kín theo cam kết này.

7. Cam kết này không chuyển giao hay cấp phép quyền sở hữu trí tuệ nào và không buộc bên nào phải ký hợp đồng.

8. Bên vi phạm bồi thường thiệt hại theo pháp luật Việt Nam. Tranh chấp trước hết được giải quyết bằng thương lượng, hòa giải; không thành thì đưa ra tòa án có thẩm quyền hoặc trọng tài do hai bên chọn.

9. Sàn không phải là một bên của cam kết. Sàn ghi lại việc chấp nhận, bản văn và mã băm của nó, cùng các lượt xem; bên cung cấp đọc được các ghi nhận này. Hai bản tiếng Việt và tiếng Anh có giá trị như nhau; nếu khác nhau, bản tiếng Việt được dùng.$vi$,
$en$Confidentiality undertaking
Standard text of the Hanoi Technology Exchange, version 1. The Exchange wrote it for its users to share; it is not law and does not replace legal advice. The two sides may sign an agreement of their own, which then comes first.

1. Parties. The provider is the organisation behind the listing at the Exchange. The recipient is the organisation to which the provider gave access; the person named below accepts on its behalf and confirms being entitled to do so.

2. Confidential information means the content and documents of the listing that the provider has placed at the level “under NDA” and that the recipient can read through the Exchange, with every copy, extract and summary of them.

3. The recipient undertakes:
- to use confidential information only for the purpose stated in the request the provider agreed to, and within the limits the provider set;
- not to disclose it to anyone else without the provider’s written consent;
- to let only those of its own people read it who need to know, to make sure that they keep it as undertaken here, and to answer for them;
- to guard it at least as carefully as its own secrets;
- not to use it for reverse engineering, for copying the technology, or for applying for intellectual property rights.

4. Exceptions. The undertaking does not cover information which the recipient proves was public without its fault, was already known to it, was lawfully obtained from someone not bound, or was developed by it independently. Where a competent authority lawfully requires disclosure, the recipient discloses only what is required and tells the provider at once where the law allows.

5. Duration. The undertaking takes effect on acceptance and lasts for five years after access ends, whether it expired or was withdrawn. Know-how that is still secret then is kept confidential until it is no longer secret.

6. When access has ended and the provider asks for it, the recipient returns or destroys its copies and confirms this in writing; copies the law requires it to keep stay confidential under this undertaking.

7. This undertaking transfers or licenses no intellectual property right and obliges nobody to conclude a contract.

8. Whoever breaches it compensates the damage under the law of Viet Nam. Disputes are first settled by negotiation and conciliation, failing which by the competent court or by arbitration the two sides choose.

9. The Exchange is not a party. It records the acceptance, the text with its hash, and each reading; the provider can see these records. The Vietnamese and English texts are equally valid; where they differ, the Vietnamese one is used.$en$)) as text (vi, en);
