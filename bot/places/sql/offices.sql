-- office: one office
SELECT * FROM place_office WHERE id = :id;

-- offices: every office, in the order of a list
SELECT * FROM place_office ORDER BY province, level DESC, commune, id;

-- in_commune: the offices of one commune
SELECT * FROM place_office WHERE commune = :commune ORDER BY id;

-- of_province: the centres of one province
SELECT * FROM place_office WHERE province = :province AND level = 'province' ORDER BY id;

-- near: offices with a point, nearest first; near enough to a plane for choosing a few (squeeze: cosine of latitude squared)
SELECT * FROM place_office
WHERE lat IS NOT NULL
ORDER BY (lat - :lat) * (lat - :lat) + (lon - :lon) * (lon - :lon) * :squeeze, id
LIMIT :most;

-- add_office: an office that is new; nothing when the id is taken
INSERT INTO place_office
    (id, name, level, province, commune, address, lat, lon, week, special, phone, accepts, boundless, note, source,
     verified_on, sample, version, changed_at)
VALUES
    (:id, :name, :level, :province, :commune, :address, :lat, :lon, :week, :special, :phone, :accepts, :boundless,
     :note, :source, :verified_on, :sample, 1, :changed_at)
ON CONFLICT DO NOTHING;

-- change_office: an office as somebody saw it at that version
UPDATE place_office
SET name = :name, level = :level, province = :province, commune = :commune, address = :address, lat = :lat, lon = :lon,
    week = :week, special = :special, phone = :phone, accepts = :accepts, boundless = :boundless, note = :note,
    source = :source, verified_on = :verified_on, sample = :sample, version = version + 1, changed_at = :changed_at
WHERE id = :id AND version = :version;

-- drop_office: an office that is closed for good, as somebody saw it at that version
DELETE FROM place_office WHERE id = :id AND version = :version;
