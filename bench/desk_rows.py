"""What editors, sources and readers leave behind, for the bench of the desk: as many rows as so many claims would have.

Beside the claims of `bench.api`; each statement takes `%(claims)s` and `%(editor)s`, the id of who did it all.
"""

_EVIDENCE = """
INSERT INTO claims_evidence
  (claim_id, paper_version_id, stance, quote, location, reading, condition, supersedes, grade, independence_group,
   confidence, basis, known_on, rule_version, proposed_by, recorded_at, state, accepted_under)
  SELECT 1 + n * 11 %% %(claims)s, 1 + n * 17 %% (SELECT count(*) FROM claims_paperversion),
         (ARRAY['supports', 'contradicts', 'mentions'])[1 + n %% 3],
         'We still have to be read, ' || n, 'abstract', 'It may give a figure.', '', false, 'E' || 1 + n %% 5, '',
         n %% 100 / 100.0, 'words', NULL, '1', CASE WHEN n %% 5 = 0 THEN 'a model' ELSE '' END,
         timestamptz '2026-01-01' + n * interval '1 minute', 'proposed', ''
  FROM generate_series(1, %(claims)s / 5) n;
INSERT INTO claims_evidencereview (act, reason, recorded_at, state_before, actor_id, evidence_id)
  SELECT CASE WHEN state = 'accepted' THEN 'accepted' ELSE 'rejected' END, 'It was read.',
         recorded_at, 'proposed', %(editor)s, id
  FROM claims_evidence WHERE id %% 10 = 0 AND state <> 'proposed';
INSERT INTO claims_statuschange
  (claim_id, from_status, to_status, certainty, reasons, rule_version, known_on, recorded_at)
  SELECT 1 + n * 13 %% %(claims)s, (ARRAY['supported', 'unverified', 'attested'])[1 + n %% 3], 'disputed', 'low',
         '[]', '1', NULL, now() - n * interval '1 minute'
  FROM generate_series(1, %(claims)s / 20) n;
"""

_CLAIMS = """
UPDATE claims_claim SET workflow = 'draft' WHERE id %% 50 = 7;
INSERT INTO claims_claimact (claim_id, act, reason, actor_id, before, after, recorded_at)
  SELECT id, 'tracked', '', %(editor)s, '{"workflow": "draft"}', '{"workflow": "tracked"}', recorded_at
  FROM claims_claim WHERE workflow = 'tracked' AND id %% 2 = 0;
INSERT INTO claims_repeatpair (state, reasons, recorded_at, decided_by_id, earlier_id, later_id)
  SELECT CASE WHEN n %% 4 = 0 THEN 'suggested' ELSE 'confirmed' END, '[]', now(),
         CASE WHEN n %% 4 > 0 THEN %(editor)s END, n, n + %(claims)s / 2
  FROM generate_series(1, %(claims)s / 5) n;
INSERT INTO claims_claimcomment (organisation, text, recorded_at, published_at, author_id, claim_id, published_by_id)
  SELECT '', 'We say otherwise.', now(), CASE WHEN n %% 2 = 0 THEN now() END, %(editor)s, 1 + n * 19 %% %(claims)s,
         CASE WHEN n %% 2 = 0 THEN %(editor)s END
  FROM generate_series(1, %(claims)s / 20) n;
INSERT INTO claims_statusproposal
  (status, reasons, grounds, rule_version, recorded_at, outcome, closed_at, closing_reason, claim_id, closed_by_id)
  SELECT 'refuted', '[{"code": "refuted", "text": "A paper says otherwise."}]', '', '1', now(),
         CASE WHEN n %% 5 = 0 THEN 'open' ELSE 'declined' END, CASE WHEN n %% 5 > 0 THEN now() END,
         CASE WHEN n %% 5 > 0 THEN 'It does not.' ELSE '' END, n, CASE WHEN n %% 5 > 0 THEN %(editor)s END
  FROM generate_series(1, %(claims)s / 10) n;
INSERT INTO claims_ruling (act, status, reason, heard, recorded_at, actor_id, claim_id)
  SELECT 'ruled', 'supported', 'It was read.', '{}', now(), %(editor)s, n FROM generate_series(1, %(claims)s / 10) n;
INSERT INTO claims_lineagepair (kind, state, reasons, recorded_at, derived_id, original_id)
  SELECT 'copy', 'suggested', '[]', now(), n + 1, n FROM generate_series(1, %(claims)s / 10) n;
INSERT INTO claims_subjectalias (name, subject_id)
  SELECT 'Alias ' || id, id FROM claims_subject;
"""

_SOURCES = """
INSERT INTO claims_feed
  (url, name, enabled, automatic, every, due_at, etag, last_modified, failures, failure)
  SELECT 'https://feed' || n || '.example/', 'Feed ' || n, true, false, '1 hour', now(), '', '', 0, ''
  FROM generate_series(1, 200) n;
INSERT INTO claims_lead (origin, key, url, title, found_at, state, tries, failure, feed_id, announcement_id)
  SELECT 'feed', 'key ' || n, 'https://lead.example/' || n, 'Lead ' || n,
         timestamptz '2025-01-01' + n * interval '9 minutes',
         CASE WHEN n %% 9 = 0 THEN 'new' ELSE 'taken_in' END, 0, '', 1 + n %% 200,
         CASE WHEN n %% 9 > 0 THEN 1 + n %% (SELECT count(*) FROM claims_announcement) END
  FROM generate_series(1, %(claims)s / 2) n;
INSERT INTO claims_fetch
  (source, method, url, status, headers, size, sha256, started_at, seconds, attempt, failure)
  SELECT (ARRAY['arxiv', 'openalex', 'crossref'])[1 + n %% 3], 'GET', 'https://source.example/' || n, 200, '{}',
         1000, '', timestamptz '2025-01-01' + n * interval '2 minutes', .5, 1,
         CASE WHEN n %% 50 = 0 THEN 'It timed out.' ELSE '' END
  FROM generate_series(1, %(claims)s * 2) n;
INSERT INTO claims_rawrecord (source, native_id, version, payload, sha256, refusal, recorded_at, paper_id)
  SELECT 'arxiv', id::text, '1', repeat('<record/>', 100), md5(id::text), '', recorded_at, id FROM claims_paper;
INSERT INTO claims_papernotice (standing, issued_on, source_url, reason, recorded_at, paper_id)
  SELECT 'retracted', date '2020-01-01' + id::int %% 2000, 'https://notice.example/', '', now(), id
  FROM claims_paper WHERE id %% 100 = 3;
INSERT INTO claims_paperwatch (paper_id, due_at, failure) SELECT id, now(), '' FROM claims_paper ON CONFLICT DO NOTHING;
INSERT INTO claims_watchedpage
  (url, due_at, failures, failure, moved_to, etag, last_modified, archive_state, archive_job, memento_url,
   announcement_id, outcome, quiet_checks, archive_tries, archive_failure)
  SELECT url, now(), 0, '', '', '', '', 'none', '', '', id, 'same', 1, 0, '' FROM claims_announcement
  ON CONFLICT DO NOTHING;
INSERT INTO claims_pagecheck (checked_at, outcome, status, failure, page_id)
  SELECT now() - n * interval '1 minute', 'same', 200, '', page.id
  FROM claims_watchedpage page, generate_series(1, 10) n;
"""

_READERS = """
INSERT INTO claims_subscriber
  (email, key, language, cadence, weekday, hour, time_zone, mail, state, state_since, state_reason, confirmed_at,
   told_to, bounces, recorded_at)
  SELECT 'reader' || n || '@example.org', md5(n::text), 'en', 'weekly', 1, 8, 'UTC', true, 'active', now(), '', now(),
         0, 0, now()
  FROM generate_series(1, %(claims)s / 20) n;
INSERT INTO claims_digestissue
  (cadence, due_at, slug, after_position, to_position, state, opened_at, finished_at, headline)
  SELECT 'weekly', now() - n * interval '7 days', to_char(now() - n * interval '7 days', 'IYYY-"W"IW'), 0, 1,
         'done', now(), now(), '{}'
  FROM generate_series(1, 60) n;
INSERT INTO claims_delivery
  (after_position, told, state, attempts, message_id, answer, finished_at, issue_id, subscriber_id)
  SELECT 0, '{}', CASE WHEN reader.id %% 90 = 0 THEN 'refused' ELSE 'sent' END, 1, issue.id || '-' || reader.id,
         '250 ok', now(), issue.id, reader.id
  FROM claims_digestissue issue, claims_subscriber reader;
INSERT INTO claims_webhookendpoint
  (url, description, kinds, followed_only, secret, old_secret, state, since, failures, recorded_at, user_id)
  SELECT 'https://hook' || n || '.example/', '', '{}', false, '', '', 'on', 0, 0, now(), %(editor)s
  FROM generate_series(1, 50) n;
INSERT INTO claims_webhookdelivery (uid, state, attempts, recorded_at, finished_at, event_id, endpoint_id)
  SELECT hook.id || '-' || event.id, 'delivered', 1, now(), now(), event.id, hook.id
  FROM (SELECT id FROM claims_webhookendpoint ORDER BY id LIMIT 2) hook, claims_outboxevent event
  WHERE event.id %% 4 = 0;
"""

DESK_ROWS = _EVIDENCE + _CLAIMS + _SOURCES + _READERS
