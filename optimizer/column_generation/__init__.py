"""The engine for large portfolios: load plans priced shipment by shipment, chosen by a linear programme."""
