select 'Café Zürich' as place
