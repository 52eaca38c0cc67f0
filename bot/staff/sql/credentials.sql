-- change_passphrase: as long as it is still the one that was proven
UPDATE staff SET passphrase = :passphrase, key_salt = :salt, key_public = :public
WHERE id = :id AND state = 'active' AND passphrase = :before

-- change_app: as long as the passphrase is still the one that was proven
UPDATE staff SET totp = :totp, totp_step = :step WHERE id = :id AND state = 'active' AND passphrase = :before
