#!/bin/sh
# A payment with curl that is sent until it is answered, and a check that it was processed once.
#   npx txcloud-mock exec --fault 'lost-response attempt=1' --require-fired -- sh pay.sh
set -eu

# One key for all attempts: curl sends the same request again, so the key is the same too.
key="payment_order_456_$$"

curl --silent --show-error --fail --retry 4 --retry-all-errors --retry-delay 1 --max-time 3 \
  "$TXCLOUD_BASE_URL/transactions/score" \
  -H "Authorization: Bearer $TXCLOUD_API_KEY" \
  -H "Content-Type: application/json" \
  -H "Idempotency-Key: $key" \
  -d '{"transaction_id": "order_456", "amount": 1000, "currency": "MAD", "sender": {"user_id": "user_123"}}' \
  >/dev/null

operations=$(curl --silent --fail "${TXCLOUD_BASE_URL%/v1}/_mock/operations?idempotency_key=$key" \
  -H "Authorization: Bearer $TXCLOUD_API_KEY")
case $operations in
  *'"processed":1,'*) echo "paid once" ;;
  *) echo "not paid once: $operations" >&2 && exit 1 ;;
esac
