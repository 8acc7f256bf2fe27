-- The data room of a deal file with its confidentiality undertaking, and what the two sides ask each other, where
-- they meet, what they decide and what they try out before buying. Only new tables and functions: the release
-- before this one knows none of them.

-- The undertaking both sides give in a deal file before either opens its folders to the other. It is not the one of
-- a listing (nda_text): there one side promises, here both do. A text is added, never changed.
create table room_undertaking_text (
  version int primary key check (version > 0), vi text not null check (vi <> ''), en text not null check (en <> ''),
  sha256 text not null, valid_from timestamptz not null, unique (version, sha256),
  check (sha256 = encode(sha256(convert_to(vi || E'\n---\n' || en, 'UTF8')), 'hex')));
revoke insert, update, delete on room_undertaking_text from techex_app;
create table room_undertaking (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation,
  text_version int not null, text_sha256 text not null, person_id int not null references person, full_name text not null check (full_name <> ''), position text not null check (position <> ''),
  accepted_at timestamptz not null, request_id text not null, unique (deal_id, organisation_id),
  foreign key (text_version, text_sha256) references room_undertaking_text (version, sha256));
create index on room_undertaking (organisation_id);
create index on room_undertaking (person_id);

create table room_folder (
  id int generated always as identity primary key, deal_id int not null references deal, organisation_id int not null references organisation, -- the side whose folder it is
  name text not null check (name <> ''), position smallint not null check (position between 1 and 999),
  readers text not null check (readers in ('all', 'named')), -- who of the other side reads it
  marked_only boolean not null default false, -- takes only files that can carry the reader's name
  request_key uuid not null unique, created_by int not null references person, created_at timestamptz not null);
create index on room_folder (deal_id);
create index on room_folder (organisation_id);
create index on room_folder (created_by);
create table room_folder_reader (
  id int generated always as identity primary key, deal_id int not null references deal, folder_id int not null references room_folder, person_id int not null references person,
  named_by int not null references person, named_at timestamptz not null, ended_by int references person, ended_at timestamptz, check ((ended_by is null) = (ended_at is null)));
create unique index one_naming_at_a_time on room_folder_reader (folder_id, person_id) where ended_at is null;
create index on room_folder_reader (person_id);
create index on room_folder_reader (deal_id);
create index on room_folder_reader (named_by);
create index on room_folder_reader (ended_by);
create table room_document (
  id int generated always as identity primary key, deal_id int not null references deal, folder_id int not null references room_folder, organisation_id int not null references organisation,
  title text not null check (title <> ''), created_by int not null references person, created_at timestamptz not null,
  withdrawn_by int references person, withdrawn_at timestamptz, withdrawal_reason text not null default '',
  check ((withdrawn_by is null) = (withdrawn_at is null)), check (withdrawn_at is null or withdrawal_reason <> ''));
create index on room_document (folder_id);
create index on room_document (deal_id);
create index on room_document (organisation_id);
create index on room_document (created_by);
create index on room_document (withdrawn_by);
create table room_version (
  id int generated always as identity primary key, deal_id int not null references deal, room_document_id int not null references room_document, version smallint not null check (version > 0),
  document_id int not null references document, marking text not null check (marking in ('pdf', 'picture', 'none')), -- how it takes the reader's name
  person_id int not null references person, added_at timestamptz not null, unique (room_document_id, version));
create index on room_version (document_id);
create index on room_version (deal_id);
create index on room_version (person_id);
-- Who looked at what, and was handed what. A look at a document's page counts once an hour, a file handed out every time.
create table room_view (
  id int generated always as identity primary key, deal_id int not null references deal, room_document_id int not null references room_document, version_id int references room_version,
  kind text not null check (kind in ('page', 'file')), owner_organisation_id int not null references organisation, person_id int not null references person,
  organisation_id int references organisation, acted_by int references person, at timestamptz not null, hour timestamptz not null, request_id text not null,
  check ((kind = 'file') = (version_id is not null)));
create unique index one_look_an_hour on room_view (room_document_id, person_id, coalesce(acted_by, 0), coalesce(organisation_id, 0), hour) where kind = 'page';
create index on room_view (deal_id, id desc);
create index on room_view (room_document_id);
create index on room_view (version_id);
create index on room_view (owner_organisation_id);
create index on room_view (organisation_id);
create index on room_view (person_id);
create index on room_view (acted_by);

-- The sides of a file for which somebody reads its data room: their organisations, and the side that lets them in as an adviser.
create function reader_room_sides(of_deal int) returns int[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(side), '{}') from (
    select side from deal d cross join unnest(array[d.supplier_organisation_id, d.demander_organisation_id]) side where d.id = of_deal and side = any (reader_organisations())
    union select a.organisation_id from deal_adviser a where a.deal_id = of_deal and a.person_id = reader_person() and a.ended_at is null and 'room' = any (a.parts)) sides $$;
-- The room is open between the sides once both have given the undertaking, and until the deal is lost.
create function room_opened(of_deal int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) = 2 from deal d join room_undertaking u on u.deal_id = d.id and u.organisation_id in (d.supplier_organisation_id, d.demander_organisation_id) where d.id = of_deal and d.stage <> 'lost' $$;
-- Whether somebody may be handed what lies in a folder: of its own side; of the other where the room is open and the folder is for all of them or for this person.
-- Staff are not among them: the undertaking binds the two sides, and nobody of the Exchange has given it.
create function reader_in_folder(of_deal int, side int, for_whom text, of_folder int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(side = any (sides.of), false) or (cardinality(sides.of) > 0 and room_opened(of_deal)
    and (for_whom = 'all' or exists (select from room_folder_reader r where r.folder_id = of_folder and r.person_id = reader_person() and r.ended_at is null)))
  from (select reader_room_sides(of_deal) as of) sides $$;
-- What lies there, by name: those above, and the Exchange's people who read deals.
create function reader_knows_folder(of_folder int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or reader_has('deal_officer', 'inspector') or exists (select from room_folder f where f.id = of_folder and reader_in_folder(f.deal_id, f.organisation_id, f.readers, f.id)) $$;
create function reader_knows_room_document(of_document int) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select reader_is_system() or exists (select from room_document d where d.id = of_document and reader_knows_folder(d.folder_id)) $$;

-- Holds a file as it is for whoever is handed something out of its room, until that is written down: advisers do not read the deal's row.
create function hold_deal_room(of_deal int) returns void language sql volatile security definer set search_path = public, pg_temp as $$ select from deal where id = of_deal for share $$;

-- Questions and answers, apart from messages.
create table room_question (
  id int generated always as identity primary key, deal_id int not null references deal, number smallint not null check (number > 0), topic text not null check (topic in ('technical', 'rights', 'price', 'law', 'operation', 'other')),
  organisation_id int not null references organisation, person_id int not null references person, due_on date not null, request_key uuid not null unique, asked_at timestamptz not null,
  closed_by int references person, closed_at timestamptz, check ((closed_by is null) = (closed_at is null)), unique (deal_id, number));
create index on room_question (organisation_id);
create index on room_question (person_id);
create index on room_question (closed_by);
create table room_question_entry (
  id int generated always as identity primary key, deal_id int not null references deal, question_id int not null references room_question, kind text not null check (kind in ('question', 'answer', 'follow_up')),
  text text not null check (text <> ''), organisation_id int not null references organisation, person_id int not null references person, request_key uuid not null unique, at timestamptz not null);
create index on room_question_entry (question_id);
create index on room_question_entry (deal_id);
create index on room_question_entry (organisation_id);
create index on room_question_entry (person_id);

-- Meetings. The row is the meeting as it stands; each change of it counts `sequence` up, by which calendars know the newer one.
create table room_meeting (
  id int generated always as identity primary key, deal_id int not null references deal, kind text not null check (kind in ('talk', 'site_visit', 'demonstration', 'test')), agenda text not null check (agenda <> ''),
  place text not null default '', link text not null default '', check (place <> '' or link <> ''), starts_at timestamptz not null, ends_at timestamptz not null, check (ends_at > starts_at),
  state text not null default 'proposed' check (state in ('proposed', 'agreed', 'cancelled')), sequence int not null default 0 check (sequence >= 0),
  organisation_id int not null references organisation, -- whose proposal stands
  person_id int not null references person, proposed_at timestamptz not null, request_key uuid not null unique, changed_at timestamptz not null,
  agreed_by int references person, agreed_at timestamptz, cancelled_by int references person, cancelled_at timestamptz, cancel_reason text not null default '',
  minutes text not null default '', minutes_version smallint not null default 0, minutes_organisation_id int references organisation, minutes_by int references person, minutes_at timestamptz,
  minutes_agreed_by int references person, minutes_agreed_at timestamptz,
  check ((state = 'agreed') = (agreed_at is not null) or state = 'cancelled'), check ((state = 'cancelled') = (cancelled_at is not null)), check (cancelled_at is null or cancel_reason <> ''),
  check ((minutes = '') = (minutes_at is null)), check (minutes_agreed_at is null or minutes_at is not null));
create index on room_meeting (deal_id, starts_at);
create index on room_meeting (organisation_id);
create index on room_meeting (minutes_organisation_id);
create index on room_meeting (person_id);
create index on room_meeting (agreed_by);
create index on room_meeting (cancelled_by);
create index on room_meeting (minutes_by);
create index on room_meeting (minutes_agreed_by);

-- Decisions: one side's own, or proposed by one and agreed by the other. What is replaced stays.
create table room_decision (
  id int generated always as identity primary key, deal_id int not null references deal, number smallint not null check (number > 0), joint boolean not null,
  text text not null check (text <> ''), reason text not null check (reason <> ''), effective_on date not null, replaces_id int references room_decision,
  organisation_id int not null references organisation, person_id int not null references person, request_key uuid not null unique, recorded_at timestamptz not null,
  answer text check (answer in ('agreed', 'declined', 'withdrawn')), answer_note text not null default '', answered_by int references person, answered_at timestamptz,
  check ((answer is null) = (answered_at is null)), check (joint or answer is null), check (answer is distinct from 'declined' or answer_note <> ''), unique (deal_id, number));
create index on room_decision (replaces_id);
create index on room_decision (organisation_id);
create index on room_decision (person_id);
create index on room_decision (answered_by);

-- A pilot: trying before buying. Numbers are kept in ten-thousandths, so that a target and a result compare exactly.
create table room_pilot (
  id int generated always as identity primary key, deal_id int not null references deal, title text not null check (title <> ''), place text not null check (place <> ''), starts_on date not null, ends_on date not null check (ends_on >= starts_on),
  cost_bearer text not null check (cost_bearer in ('supplier', 'demander', 'shared')), cost_note text not null default '',
  organisation_id int not null references organisation, person_id int not null references person, request_key uuid not null unique, proposed_at timestamptz not null,
  answer text check (answer in ('agreed', 'declined', 'withdrawn')), answer_note text not null default '', answered_by int references person, answered_at timestamptz,
  check ((answer is null) = (answered_at is null)), check (answer is distinct from 'declined' or answer_note <> ''));
create index on room_pilot (deal_id);
create index on room_pilot (organisation_id);
create index on room_pilot (person_id);
create index on room_pilot (answered_by);
create table room_pilot_measure (
  id int generated always as identity primary key, deal_id int not null references deal, pilot_id int not null references room_pilot, position smallint not null check (position between 1 and 12),
  name text not null check (name <> ''), unit text not null default '', direction text not null check (direction in ('at_least', 'at_most')), target bigint not null,
  result bigint, result_source text not null default '', result_organisation_id int references organisation, result_by int references person, result_at timestamptz,
  confirmed_by int references person, confirmed_at timestamptz, disputed_reason text not null default '',
  check ((result is null) = (result_at is null)), check (confirmed_at is null or result is not null), unique (pilot_id, position));
create index on room_pilot_measure (deal_id);
create index on room_pilot_measure (result_organisation_id);
create index on room_pilot_measure (result_by);
create index on room_pilot_measure (confirmed_by);

revoke update, delete on room_undertaking, room_folder, room_folder_reader, room_document, room_version, room_view, room_question, room_question_entry, room_meeting, room_decision, room_pilot, room_pilot_measure from techex_app;
grant update (organisation_id) on room_undertaking, room_question_entry to techex_app;
grant update (name, readers, marked_only, organisation_id) on room_folder to techex_app;
grant update (ended_by, ended_at) on room_folder_reader to techex_app;
grant update (withdrawn_by, withdrawn_at, withdrawal_reason, organisation_id) on room_document to techex_app;
grant update (owner_organisation_id, organisation_id) on room_view to techex_app;
grant update (closed_by, closed_at, due_on, organisation_id) on room_question to techex_app;
grant update (place, link, starts_at, ends_at, state, sequence, organisation_id, person_id, proposed_at, changed_at, agreed_by, agreed_at, cancelled_by, cancelled_at, cancel_reason, minutes, minutes_version, minutes_organisation_id, minutes_by, minutes_at, minutes_agreed_by, minutes_agreed_at) on room_meeting to techex_app;
grant update (answer, answer_note, answered_by, answered_at, organisation_id) on room_decision, room_pilot to techex_app;
grant update (result, result_source, result_organisation_id, result_by, result_at, confirmed_by, confirmed_at, disputed_reason) on room_pilot_measure to techex_app;

do $$ declare one record; begin
  for one in select * from (values
    ('room_undertaking', 'reader_reads_deal(deal_id, ''room'')'),
    ('room_folder', '(select reader_is_system()) or (select reader_has(''deal_officer'', ''inspector'')) or reader_in_folder(deal_id, organisation_id, readers, id)'),
    ('room_folder_reader', 'person_id = (select reader_person()) or reader_knows_folder(folder_id)'),
    ('room_document', 'reader_knows_folder(folder_id)'),
    ('room_version', 'reader_knows_room_document(room_document_id)'),
    ('room_question', 'reader_reads_deal(deal_id, ''questions'')'), ('room_question_entry', 'reader_reads_deal(deal_id, ''questions'')'),
    ('room_meeting', 'reader_reads_deal(deal_id, ''meetings'')'),
    ('room_decision', 'reader_reads_deal(deal_id, ''decisions'')'), ('room_pilot', 'reader_reads_deal(deal_id, ''decisions'')'), ('room_pilot_measure', 'reader_reads_deal(deal_id, ''decisions'')')) as t (name, reads) loop
    execute format('alter table %I enable row level security', one.name);
    execute format('create policy readers on %I to techex_app using (%s)', one.name, one.reads);
    execute format('create policy made on %I as restrictive for insert to techex_app with check (reader_writes_deal(deal_id))', one.name);
    execute format('create policy changed on %I as restrictive for update to techex_app using (true) with check (reader_writes_deal(deal_id))', one.name);
    execute format('create policy removed on %I as restrictive for delete to techex_app using ((select reader_is_system()))', one.name);
  end loop;
end $$;
-- Nobody gives the undertaking in another's name.
create policy own_word on room_undertaking as restrictive for insert to techex_app with check ((select reader_is_system()) or (person_id = (select reader_person()) and organisation_id = any ((select reader_organisations())::int[])));
-- The log of looks is read by the side whose document was looked at, by whoever looked, and by the Exchange's people; advisers write their own line too.
alter table room_view enable row level security;
create policy readers on room_view to techex_app using (
  (select reader_is_system()) or (select reader_has('deal_officer', 'inspector')) or owner_organisation_id = any ((select reader_organisations())::int[]) or person_id = (select reader_person()));
create policy made on room_view as restrictive for insert to techex_app with check ((select reader_is_system()) or (person_id = (select reader_person()) and reader_knows_room_document(room_document_id)));
create policy changed on room_view as restrictive for update to techex_app using (true) with check ((select reader_is_system()));
create policy removed on room_view as restrictive for delete to techex_app using ((select reader_is_system()));

insert into room_undertaking_text (version, vi, en, sha256, valid_from)
select 1, vi, en, encode(sha256(convert_to(vi || E'\n---\n' || en, 'UTF8')), 'hex'), '2026-01-01T00:00:00+07:00' from (values (
$vi$Cam kết bảo mật của hồ sơ giao dịch
Văn bản mẫu của Sàn giao dịch công nghệ Hà Nội, bản 1. Đây là mẫu do Sàn soạn để hai bên dùng chung, không phải quy định của pháp luật và không thay thế tư vấn pháp lý. Hai bên có thể ký thêm thỏa thuận riêng; khi đó thỏa thuận riêng được áp dụng trước.

1. Các bên. Là hai tổ chức của hồ sơ giao dịch này, mỗi bên do người ghi tên dưới đây thay mặt chấp nhận và xác nhận mình có thẩm quyền làm việc đó. Mỗi bên vừa là bên cung cấp, vừa là bên nhận.

2. Thông tin mật. Là tài liệu một bên đưa vào phòng dữ liệu của hồ sơ, nội dung hỏi đáp, cuộc họp và chạy thử trong hồ sơ, cùng mọi bản sao, trích dẫn, tóm tắt từ đó.

3. Bên nhận cam kết:
- chỉ dùng thông tin mật để xem xét và thực hiện giao dịch này;
- không tiết lộ cho bên thứ ba khi chưa được bên cung cấp đồng ý bằng văn bản;
- chỉ cho người của mình và cố vấn của mình cần biết đọc, bảo đảm những người ấy giữ kín như cam kết này và chịu trách nhiệm về họ;
- không gỡ tên người đọc khỏi bản được giao, không phân tích ngược mẫu hoặc phần mềm nhận được, không dùng thông tin mật để đăng ký quyền sở hữu trí tuệ;
- báo ngay cho bên cung cấp khi biết thông tin đã lộ;
- khi bên cung cấp yêu cầu, xóa hoặc trả lại, trừ bản phải giữ theo pháp luật.

4. Không phải thông tin mật: điều đã công khai không do lỗi của bên nhận, điều bên nhận đã biết hoặc tự làm ra mà chứng minh được, điều nhận hợp pháp từ người khác, và điều phải cung cấp theo yêu cầu của cơ quan có thẩm quyền, sau khi báo trước cho bên kia nếu pháp luật cho phép.

5. Quyền. Cam kết này không chuyển giao quyền nào đối với công nghệ và không buộc bên nào ký hợp đồng.

6. Thời hạn. Từ khi cả hai bên chấp nhận đến hết năm năm sau ngày hồ sơ đóng; với bí quyết kỹ thuật, cho đến khi bí quyết trở thành công khai.

7. Ghi nhận. Sàn giữ văn bản này cùng tên, chức vụ, thời điểm chấp nhận của mỗi bên và ghi lại từng lượt xem, từng lần giao tài liệu trong phòng dữ liệu; bên có tài liệu xem được các ghi nhận đó.$vi$,
$en$Confidentiality undertaking of the deal file
Standard text of the Hanoi Technology Exchange, version 1. It was drawn up by the Exchange for both sides to use, is not a provision of law and does not replace legal advice. The two sides may sign an agreement of their own; that agreement then comes first.

1. The sides. They are the two organisations of this deal file, each accepting through the person named below, who confirms being entitled to do so. Each side is both provider and recipient.

2. Confidential information. It is the documents a side puts into the data room of the file, what is said in the questions and answers, meetings and pilots of the file, and every copy, quotation and summary of it.

3. The recipient undertakes:
- to use confidential information only to consider and carry out this deal;
- not to disclose it to third parties without the provider's written consent;
- to let only those of its own people and advisers read it who need to, to see that they keep it as this undertaking says, and to answer for them;
- not to remove the reader's name from copies handed out, not to reverse engineer samples or software received, and not to use confidential information to register intellectual property;
- to tell the provider at once when it learns that information has leaked;
- to delete or return it when the provider asks, except copies the law requires to be kept.

4. Not confidential: what became public through no fault of the recipient, what the recipient knew or made by itself and can prove, what it lawfully received from others, and what has to be given to a competent authority, after telling the other side where the law allows.

5. Rights. This undertaking transfers no right in the technology and obliges no side to conclude a contract.

6. Term. From the acceptance by both sides until five years after the file is closed; for know-how, until it has become public.

7. Record. The Exchange keeps this text with the name, position and time of each side's acceptance, and records every look at and every handing out of a document of the data room; the side whose document it is can see these records.$en$)) as texts (vi, en);
