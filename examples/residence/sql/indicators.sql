-- Questions to the facts that `lodging stats --facts facts.csv` writes, for SQLite 3.33 or newer:
--
--     sqlite3 :memory: '.import --csv facts.csv facts' '.read indicators.sql'
--
-- Facts tell of single stays: what is shown to others goes through `lodging stats`, which withholds small figures.

-- Guests and nights by month and nationality. Empty nights: the departure is not known.
SELECT substr(arrival_day, 1, 7) AS month, nationality, count(*) AS guests, sum(CAST(nights AS INTEGER)) AS nights
FROM facts GROUP BY month, nationality ORDER BY month, guests DESC;

-- One series over the merger of 1 July 2025: guests by province of today, and how many old provinces they came from.
SELECT new_province, count(*) AS guests, count(DISTINCT old_province) AS old_provinces
FROM facts WHERE new_province <> '_U' GROUP BY new_province ORDER BY guests DESC;

-- Guests who are in the house at the end of each day: every night of every stay, not only the day of arrival.
WITH RECURSIVE night (stay, day, rest) AS (
    SELECT rowid, arrival_day, CAST(nights AS INTEGER) FROM facts WHERE CAST(nights AS INTEGER) > 0
    UNION ALL
    SELECT stay, date(day, '+1 day'), rest - 1 FROM night WHERE rest > 1
)
SELECT day, count(*) AS guests_in_house FROM night GROUP BY day ORDER BY day;
