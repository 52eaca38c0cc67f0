-- count_case: one case more or less in a cell
INSERT INTO case_count (province, commune, office, category, state, restricted, count)
VALUES (:province, :commune, :office, :category, :state, :restricted, :change)
ON CONFLICT (province, commune, office, category, state, restricted)
DO UPDATE SET count = case_count.count + excluded.count

-- count_total: and in the sum over communes, or over provinces
INSERT INTO case_total (province, office, category, state, restricted, count)
VALUES (:province, :office, :category, :state, :restricted, :change)
ON CONFLICT (province, office, category, state, restricted)
DO UPDATE SET count = case_total.count + excluded.count

-- tally: one more, or one less, of what happened in a week
INSERT INTO case_tally (week, province, office, measure, value, count)
VALUES (:week, :province, :office, :measure, :value, :change)
ON CONFLICT (week, province, office, measure, value) DO UPDATE SET count = case_tally.count + excluded.count

-- tally_commune: the same by commune, for who works in one
INSERT INTO commune_tally (province, commune, week, office, measure, value, count)
VALUES (:province, :commune, :week, :office, :measure, :value, :change)
ON CONFLICT (province, commune, week, office, measure, value)
DO UPDATE SET count = commune_tally.count + excluded.count
